"""Acts on the sponsorship programme: rounds, contributions, sponsored delegates."""

from dataclasses import asdict, dataclass
from datetime import date

from core.audit.workflow import Actor, record
from core.db import Ref, db
from core.errors import RuleViolation
from core.tables import plain
from meetings.models.sponsorship import Contribution, SponsoredDelegate, SponsorshipRound
from meetings.queries.sponsorship import Round
from states_parties.facts import Sourcing


@dataclass(frozen=True)
class RoundPlan:
    """What is known of a round; see the model. Amounts in whole units of the currency."""

    title: str
    first_year: int
    last_year: int
    meeting_id: int | None = None
    meetings: int = 1
    currency: str = "CHF"
    told_amount: int | None = None
    told_delegates: int | None = None
    told_states: int | None = None
    told_donors: int | None = None


def make_round(convention: str, plan: RoundPlan, sourcing: Sourcing, *, by: Actor) -> SponsorshipRound:
    """The programme has the round."""
    _check(plan)
    row = SponsorshipRound(convention=convention, **_columns(plan), **asdict(sourcing))
    db.session.add(row)
    _record("sponsorship:round-made", row, by)
    return row


def change_round(row: SponsorshipRound, plan: RoundPlan, sourcing: Sourcing, *, by: Actor) -> None:
    """What is known of the round is as said."""
    _check(plan)
    wanted = {**_columns(plan), **asdict(sourcing)}
    told = {
        name: [str(getattr(row, name)), str(value)] for name, value in wanted.items() if getattr(row, name) != value
    }
    for name, value in wanted.items():
        setattr(row, name, value)
    _record("sponsorship:round-changed", row, by, **told)


def add_contribution(
    row: SponsorshipRound, *, donor: str, amount: int, received_on: date | None, by: Actor
) -> Contribution:
    """The donor gave the amount, in the currency of the round."""
    if not donor.strip():
        raise RuleViolation("Say who gave it.", field="donor")
    if amount < 1:
        raise RuleViolation("Give the amount, in whole units of the currency.", field="amount")
    given = Contribution(round_id=row.id, donor=donor.strip(), amount=amount, received_on=received_on)
    db.session.add(given)
    _record("sponsorship:contribution", row, by, donor=given.donor, amount=amount)
    return given


def sponsor_delegate(
    whole: Round, *, iso3: str, name: str, travel: int, lodging: int, allowance: int, by: Actor
) -> SponsoredDelegate:
    """The round pays for the participation of the person. One sponsored in it already is refused."""
    if not name.strip():
        raise RuleViolation("Write the name.", field="name")
    if any(each.iso3 == iso3 and plain(each.name) == plain(name.strip()) for each in whole.delegates):
        raise RuleViolation(f"{name.strip()} is sponsored in this round already.", field="name")
    costs = {"travel": travel, "lodging": lodging, "allowance": allowance}
    if wrong := [field for field, amount in costs.items() if amount < 0]:
        raise RuleViolation("A cost is not below 0.", field=wrong[0])
    delegate = SponsoredDelegate(round_id=whole.row.id, iso3=iso3, name=name.strip(), **costs)
    db.session.add(delegate)
    db.session.flush()
    _record("sponsorship:delegate", whole.row, by, person=delegate.id, cost=sum(costs.values()))
    return delegate


def remove_contribution(whole: Round, given: Contribution, *, by: Actor) -> None:
    """It was recorded by mistake."""
    db.session.delete(given)
    _record("sponsorship:contribution-removed", whole.row, by, donor=given.donor, amount=given.amount)


def remove_sponsored(whole: Round, delegate: SponsoredDelegate, *, by: Actor) -> None:
    """The round does not pay for the person; who it was is erased from it."""
    person = delegate.id
    db.session.delete(delegate)
    _record("sponsorship:delegate-removed", whole.row, by, person=person)


def ref_to_round(row: SponsorshipRound) -> Ref:
    return Ref("sponsorship-round", str(row.id))


def _check(plan: RoundPlan) -> None:
    if not plan.title.strip():
        raise RuleViolation("Give the round a title.", field="title")
    if plan.last_year < plan.first_year:
        raise RuleViolation("The last year lies before the first.", field="last_year")
    if not (plan.currency.isascii() and plan.currency.isalpha() and len(plan.currency) == 3):
        raise RuleViolation("Write the currency by its three letters, such as CHF.", field="currency")
    if plan.told_states is not None and plan.told_delegates is not None and plan.told_states > plan.told_delegates:
        raise RuleViolation("More States than delegates cannot have been sponsored.", field="told_states")


def _columns(plan: RoundPlan) -> dict[str, object]:
    return {**asdict(plan), "title": plan.title.strip(), "currency": plan.currency.upper()}


def _record(act: str, row: SponsorshipRound, by: Actor, **details: object) -> None:
    db.session.flush()
    record(act, ref_to_round(row), f"{row.title} ({row.convention})", by=by, **details)
