"""Letters about a request, drafted from its dossier."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.clock import today
from core.look.acts import act_page
from core.permissions import Right, requires
from core.web import acting
from core.wording import day_in_words
from extension_requests.forms.letters import FileForm, LetterForm
from extension_requests.queries.letters import letter_on
from extension_requests.routes.counter import DOSSIER, acting_as, blueprint, dossier_address, dossier_of_page
from extension_requests.rules.machine import Who
from extension_requests.rules.occasions import LETTERS, Occasion, usual_occasions
from extension_requests.workflow.letters import draft_letter, take_over_sent
from extension_requests.workflow.transitions import hold_dossier


@blueprint.route(f"{DOSSIER}/letters/new", methods=["GET", "POST"])
@requires(Right.KEEP_REQUESTS)
def draft_letter_about(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    found = dossier_of_page(convention, article, slug, number)
    acting_as(found, Who.ISU)
    form = LetterForm(dated_on=today())
    form.occasion.choices = [(each.value, _to_whom(each)) for each in usual_occasions(found.state)]
    return act_page(
        form,
        lambda: draft_letter(
            hold_dossier(found.id), Occasion(form.occasion.data), dated_on=form.dated_on.data, by=acting()
        ),
        title=_("Draft a letter about the request"),
        lead=_(
            "The registers are read as of %(day)s. Nothing leaves the house: the draft is read, approved and sent as "
            "every letter is.",
            day=day_in_words(today(), "EN"),
        ),
        words=_("Draft the letter"),
        done=_("The letter is drafted; it is in the list of letters."),
        back=dossier_address(found, slug),
    )


@blueprint.route(f"{DOSSIER}/letters/<int:campaign_id>/file", methods=["GET", "POST"])
@requires(Right.KEEP_REQUESTS)
def file_letter(convention: str, article: str, slug: str, number: int, campaign_id: int) -> ResponseReturnValue:
    """A letter that has left becomes a document of the request."""
    found = dossier_of_page(convention, article, slug, number)
    acting_as(found, Who.ISU)
    letter = letter_on(found, campaign_id)
    return act_page(
        FileForm(),
        lambda: take_over_sent(hold_dossier(found.id), campaign_id, by=acting()),
        title=_("Put the letter on file"),
        lead=_(
            "As it left the house: %(occasion)s. Of letters to all States Parties one is kept for all.",
            occasion=letter.occasion.value,
        ),
        words=_("Put it on file"),
        done=_("The letter is among the documents of the request."),
        back=dossier_address(found, slug),
    )


def _to_whom(occasion: Occasion) -> str:
    letter = LETTERS[occasion]
    to = _("to all States Parties") if letter.to_all else _("to the State")
    return f"{letter.title}, {to}"
