"""Acts on one State: its bond, what it says, what it keeps, and the language in which it is written to."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from conventions.registry import get_convention
from core.clock import today
from core.look.acts import act_page
from core.look.words import day
from core.permissions import Right, requires
from core.web import acting
from states_parties.forms import (
    DepositForm,
    InformationForm,
    LanguageForm,
    RetainedForm,
    StatementEndForm,
    StatementForm,
    WithdrawalForm,
)
from states_parties.queries.history import get_statement
from states_parties.queries.states import get_state
from states_parties.routes.counter import blueprint, state_address
from states_parties.workflow.memberships import record_withdrawal, register_deposit
from states_parties.workflow.statements import (
    end_statement,
    make_statement,
    record_information,
    set_language,
    set_retained,
)


@blueprint.route("/<convention:convention>/states/<slug>/deposit", methods=["GET", "POST"])
@requires(Right.KEEP_REGISTERS)
def deposit(convention: str, slug: str) -> ResponseReturnValue:
    state = get_state(slug)
    form = DepositForm()
    return act_page(
        form,
        lambda: register_deposit(
            convention,
            state.iso3,
            instrument=form.instrument.data,
            deposited_on=form.deposited_on.data,
            in_force_on=form.in_force_on.data,
            sourcing=form.sourcing,
            by=acting(),
        ),
        title=_("Register a deposit"),
        lead=f"{state.list_en}, {convention}",
        words=_("Register the deposit"),
        done=_("The deposit is registered."),
        back=state_address(convention, state.slug),
    )


@blueprint.route("/<convention:convention>/states/<slug>/withdrawal", methods=["GET", "POST"])
@requires(Right.KEEP_REGISTERS)
def withdrawal(convention: str, slug: str) -> ResponseReturnValue:
    state = get_state(slug)
    form = WithdrawalForm()
    return act_page(
        form,
        lambda: record_withdrawal(
            convention,
            state.iso3,
            notified_on=form.notified_on.data,
            effective_on=form.effective_on.data,
            sourcing=form.sourcing,
            by=acting(),
        ),
        title=_("Record a withdrawal"),
        lead=f"{state.list_en}, {convention}",
        words=_("Record the withdrawal"),
        done=_("The withdrawal is on record."),
        back=state_address(convention, state.slug),
    )


@blueprint.route("/<convention:convention>/states/<slug>/standing", methods=["GET", "POST"])
@requires(Right.KEEP_REGISTERS)
def statement(convention: str, slug: str) -> ResponseReturnValue:
    """A standing that has no deadline: national measures, assistance, responsibility for victims."""
    state = get_state(slug)
    form = StatementForm()

    def act() -> None:
        subject, _slash, status = form.standing.data.partition("/")
        make_statement(
            convention,
            state.iso3,
            subject=subject,
            status=status,
            starts_on=form.starts_on.data,
            sourcing=form.sourcing,
            by=acting(),
        )

    return act_page(
        form,
        act,
        title=_("Record a standing"),
        lead=f"{state.list_en}, {convention}",
        words=_("Record the standing"),
        done=_("The standing is on record."),
        back=state_address(convention, state.slug),
    )


@blueprint.route("/<convention:convention>/states/<slug>/standing/<int:statement_id>/end", methods=["GET", "POST"])
@requires(Right.KEEP_REGISTERS)
def end_standing(convention: str, slug: str, statement_id: int) -> ResponseReturnValue:
    state = get_state(slug)
    statement = get_statement(convention, state.iso3, statement_id)
    form = StatementEndForm(data={"ends_before": today()})
    return act_page(
        form,
        lambda: end_statement(statement, ends_before=form.ends_before.data, by=acting()),
        title=_("End a standing"),
        lead=_(
            "%(state)s, %(convention)s: “%(about)s: %(status)s”, on record from %(day)s. It stays on record as past.",
            state=state.list_en,
            convention=convention,
            about=statement.subject.replace("_", " "),
            status=statement.status.replace("-", " "),
            day=day(statement.starts_on),
        ),
        words=_("End the standing"),
        done=_("The standing has ended; it stays on record."),
        back=state_address(convention, state.slug),
    )


@blueprint.route("/<convention:convention>/states/<slug>/retained", methods=["GET", "POST"])
@requires(Right.KEEP_REGISTERS)
def retained(convention: str, slug: str) -> ResponseReturnValue:
    state = get_state(slug)
    form = RetainedForm()
    return act_page(
        form,
        lambda: set_retained(
            convention,
            state.iso3,
            as_of_year=form.as_of_year.data,
            quantity=form.quantity.data,
            on=today(),
            sourcing=form.sourcing,
            by=acting(),
        ),
        title=_("Record what is retained"),
        lead=f"{state.list_en}, {convention}",
        words=_("Record the number"),
        done=_("The number is on record."),
        back=state_address(convention, state.slug),
    )


@blueprint.route("/<convention:convention>/states/<slug>/information", methods=["GET", "POST"])
@requires(Right.KEEP_REGISTERS)
def information(convention: str, slug: str) -> ResponseReturnValue:
    """Information on an obligation that came otherwise than in a report."""
    state = get_state(slug)
    form = InformationForm()
    form.article.choices = [
        (each.article, f"{each.article}: {each.title}") for each in get_convention(convention).obligations
    ]
    return act_page(
        form,
        lambda: record_information(
            convention,
            state.iso3,
            form.article.data,
            received_on=form.received_on.data,
            means=form.means.data,
            summary=form.summary.data,
            on=today(),
            sourcing=form.sourcing,
            by=acting(),
        ),
        title=_("Record information received"),
        lead=f"{state.list_en}, {convention}",
        words=_("Record the information"),
        done=_("The information is on record."),
        back=state_address(convention, state.slug),
    )


@blueprint.route("/<convention:convention>/states/<slug>/language", methods=["GET", "POST"])
@requires(Right.KEEP_REGISTERS)
def language(convention: str, slug: str) -> ResponseReturnValue:
    state = get_state(slug)
    form = LanguageForm(data={"language": state.language})
    return act_page(
        form,
        lambda: set_language(state.iso3, form.language.data, basis=form.basis.data, by=acting()),
        title=_("Set the language of correspondence"),
        lead=_("%(state)s: for letters of both Conventions.", state=state.list_en),
        words=_("Set the language"),
        done=_("The language is set."),
        back=state_address(convention, state.slug),
    )
