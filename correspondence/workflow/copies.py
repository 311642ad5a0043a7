"""A copy goes to the focal point of the day on which it leaves, or nowhere; the letter leaves all the same."""

from collections.abc import Collection
from contextlib import suppress
from datetime import date

from core.audit.workflow import Actor, record
from core.errors import RuleViolation
from core.outbox.workflow.messages import withdraw_message
from correspondence.models.campaigns import Campaign
from correspondence.queries.copies import open_copies
from correspondence.rules.changes import change_of_copy
from correspondence.workflow.campaigns import ref_of
from correspondence.workflow.ending import NOT_HANDED_OVER, in_short
from states_parties.queries.missions import addresses_in_capitals


def void_changed_copies(
    campaign: Campaign,
    *,
    on: date,
    by: Actor,
    letter_ids: Collection[int] | None = None,
    in_hand: Collection[int] = (),
) -> None:
    """Copies to whoever is no focal point on that day are void; of a campaign that is held.

    One on its way at this moment goes to its end, and not a second time. in_hand: messages that whoever asks has in
    hand, and is told not to hand over.
    """
    copies = open_copies(campaign, letter_ids=letter_ids)
    today = addresses_in_capitals({copy.State.iso3 for copy in copies}, on=on)
    for dispatch, message, state in copies:
        reason = change_of_copy(dispatch.address, today.get(state.iso3, ""))
        if not reason:
            continue
        dispatch.void_reason = in_short(reason)
        if message is not None and message.state in NOT_HANDED_OVER and message.id not in in_hand:
            with suppress(RuleViolation):
                withdraw_message(message, dispatch.void_reason, by)
        record("letter:copy-voided", ref_of(campaign), campaign.title, by=by, state=state.list_en)
