"""Forms of the acts on the registers. Each fact says where it comes from."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from core.forms import DayField, Form
from states_parties.facts import Sourcing
from states_parties.models import ClosureSubject, Confidence, FormKind, Office, Precision, ReportKind
from states_parties.rules.contacts import LANGUAGES, LONGEST, Contact
from states_parties.rules.standing import INSTRUMENTS
from states_parties.workflow.reports import FORM_STATUSES
from states_parties.workflow.reports import LANGUAGES as REPORT_LANGUAGES
from states_parties.workflow.statements import STATUSES

CONFIDENCES = [
    (Confidence.HIGH.value, _("high: from the source itself")),
    (Confidence.MEDIUM.value, _("medium: told by others")),
    (Confidence.LOW.value, _("low: to be checked")),
]
OFFICES = [
    (Office.GENEVA.value, _("Permanent Mission in Geneva")),
    (Office.NEW_YORK.value, _("Permanent Mission in New York")),
    (Office.EMBASSY.value, _("Accredited embassy")),
    (Office.CAPITAL.value, _("Focal point in the capital")),
]


class SourcedForm(Form):
    """The last three fields of every fact."""

    source = StringField(
        _("Source"),
        [InputRequired(_("Say where this comes from.")), Length(max=200)],
        description=_("For example: note verbale of 1 March 2021; depositary notification C.N.12.2021."),
    )
    confidence = SelectField(_("Confidence"), choices=CONFIDENCES)
    notes = TextAreaField(_("Notes"), [Length(max=2000)])

    @property
    def sourcing(self) -> Sourcing:
        return Sourcing(self.source.data.strip(), self.confidence.data, self.notes.data.strip())


class ReportForm(SourcedForm):
    state = SelectField(_("State"), [InputRequired(_("Choose the State."))])
    kind = SelectField(
        _("Kind"),
        choices=[(ReportKind.ANNUAL.value, _("annual report")), (ReportKind.INITIAL.value, _("initial report"))],
    )
    year_covered = IntegerField(
        _("Year covered"), [Optional()], description=_("Of an annual report: the calendar year it tells about.")
    )
    received_on = DayField(
        _("Received on"),
        [InputRequired(_("Give the day."))],
        description=_("The day the United Nations received it; where it is not known, the last day it can have been."),
    )
    precision = SelectField(
        _("That day is"),
        choices=[
            (Precision.DAY.value, _("exact")),
            (Precision.MONTH.value, _("known to the month")),
            (Precision.YEAR.value, _("known to the year")),
            (Precision.NOT_LATER_THAN.value, _("the latest possible")),
        ],
    )
    form_kind = SelectField(
        _("Form used"),
        choices=[
            ("", _("not known")),
            (FormKind.FULL.value, _("full forms")),
            (FormKind.GUIDE.value, _("guide to reporting")),
            (FormKind.SHORT.value, _("short form")),
        ],
    )
    language = SelectField(_("Language"), choices=[(code, code or _("not known")) for code in REPORT_LANGUAGES])
    changed = StringField(_("Forms changed"), [Length(max=40)], description=_("Letters of the forms, such as A C F."))
    unchanged = StringField(_("Forms unchanged"), [Length(max=40)])
    not_applicable = StringField(_("Forms not applicable"), [Length(max=40)])
    public_link = StringField(_("Public link"), [Length(max=400)])
    forwarded_by = StringField(_("Forwarded by"), [Length(max=120)])

    @property
    def report_kind(self) -> ReportKind:
        return ReportKind(self.kind.data)

    @property
    def received_precision(self) -> Precision:
        return Precision(self.precision.data)

    @property
    def kind_of_form(self) -> FormKind | None:
        return FormKind(self.form_kind.data) if self.form_kind.data else None

    @property
    def statuses(self) -> dict[str, str]:
        """Letter of a form -> changed, unchanged or not applicable."""
        fields = zip(FORM_STATUSES, (self.changed, self.unchanged, self.not_applicable), strict=True)
        return {letter: status for status, field in fields for letter in field.data.upper().replace(",", " ").split()}


class ClosureForm(SourcedForm):
    subject = SelectField(
        _("Register"),
        choices=[
            (ClosureSubject.ANNUAL_REPORTS.value, _("annual reports of one year")),
            (ClosureSubject.INITIAL_REPORTS.value, _("initial reports")),
            (ClosureSubject.ARTICLE_9.value, _("national implementation measures (Article 9)")),
        ],
    )
    year_covered = IntegerField(_("Year covered"), [Optional()], description=_("For annual reports only."))
    complete_as_of = DayField(_("Complete as of"), [InputRequired(_("Give the day."))])


class ReopenForm(Form):
    """A button that needs nothing but the protection against forgery."""


class DepositForm(SourcedForm):
    instrument = SelectField(_("Instrument"), choices=[(word, word) for word in INSTRUMENTS])
    deposited_on = DayField(_("Deposited on"), [InputRequired(_("Give the day of deposit."))])
    in_force_on = DayField(
        _("In force from"),
        [Optional()],
        description=_("For a succession only; otherwise Article 17 gives the day: the first of the sixth month after."),
    )


class WithdrawalForm(SourcedForm):
    notified_on = DayField(_("Notice received on"), [InputRequired(_("Give the day of the notice."))])
    effective_on = DayField(
        _("Takes effect on"), [Optional()], description=_("Only if later than Article 20 says: six months after.")
    )


class ExtensionForm(SourcedForm):
    extended_to = DayField(_("New deadline"), [InputRequired(_("Give the new deadline."))])
    granted_at = StringField(
        _("Granted at"), [InputRequired(_("Name the meeting.")), Length(max=20)], description=_("Such as 18MSP or 5RC.")
    )


class CompletionForm(SourcedForm):
    completed_on = StringField(
        _("Completed on"),
        [InputRequired(_("Say when.")), Length(max=10)],
        description=_("A day, a month or a year: 2007-10-31, 2007-10 or 2007."),
    )


class StatementForm(SourcedForm):
    standing = SelectField(
        _("Standing"),
        choices=[
            (f"{subject}/{status}", f"{subject.replace('_', ' ')}: {status.replace('-', ' ')}")
            for subject, statuses in STATUSES.items()
            for status in statuses
        ],
    )
    starts_on = DayField(_("From"), [InputRequired(_("Give the day of the statement."))])


class StatementEndForm(Form):
    ends_before = DayField(
        _("No longer from"),
        [InputRequired(_("Give the day from which it no longer holds."))],
        description=_(
            "The first day on which it does not hold. One recorded by mistake ends on the day after its first."
        ),
    )


class RetainedForm(SourcedForm):
    as_of_year = IntegerField(_("At the end of"), [InputRequired(_("Give the year."))])
    quantity = IntegerField(
        _("Number retained"), [InputRequired(_("Give the number, 0 for none.")), NumberRange(0, 10**9)]
    )


class InformationForm(SourcedForm):
    article = SelectField(_("Article"))
    received_on = DayField(_("Received on"), [InputRequired(_("Give the day."))])
    means = StringField(
        _("How it came"), [InputRequired(_("Say how it came.")), Length(max=60)], description=_("Such as: letter.")
    )
    summary = TextAreaField(_("What it says"), [Length(max=500)])


class LanguageForm(Form):
    language = SelectField(
        _("Letters are written in"), choices=[("EN", _("English")), ("FR", _("French")), ("ES", _("Spanish"))]
    )
    basis = StringField(
        _("Why this language"),
        [InputRequired(_("Say why this language.")), Length(max=200)],
        description=_("Such as: note verbale of 1 March 2021."),
    )


class ContactForm(Form):
    """Post, address and person."""

    post_name = StringField(
        _("Name of the post"),
        [InputRequired(_("Name the post: letters are addressed to it.")), Length(max=LONGEST["post_name"])],
        description=_("Such as: Permanent Mission of Chad to the United Nations Office at Geneva."),
    )
    address_lines = TextAreaField(
        _("Address"), [Length(max=LONGEST["address_lines"])], description=_("One line of the envelope per line.")
    )
    city = StringField(_("City"), [Length(max=LONGEST["city"])])
    email = StringField(_("E-mail"), [Length(max=LONGEST["email"])])
    person_name = StringField(_("Name of the person"), [Length(max=LONGEST["person_name"])])
    person_function = StringField(_("Function"), [Length(max=LONGEST["person_function"])])
    head_kind = SelectField(
        _("Head of mission"),
        choices=[("", _("not said")), ("ambassador", _("ambassador")), ("charge", _("chargé d’affaires"))],
    )
    honorific = StringField(_("Honorific"), [Length(max=LONGEST["honorific"])])
    gender = SelectField(
        _("Form of address"), choices=[("", _("not said")), ("female", _("Madam")), ("male", _("Sir"))]
    )
    language = SelectField(_("Letters are written in"), choices=[(code, code) for code in LANGUAGES])
    starts_on = DayField(
        _("In force from"),
        [InputRequired(_("Give the first day."))],
        description=_("What was on record before stays there, with its own days."),
    )

    @property
    def contact(self) -> Contact:
        return Contact(**{name: self[name].data or "" for name in Contact.__dataclass_fields__})


class NewContactForm(ContactForm):
    state = SelectField(_("State"), [InputRequired(_("Choose the State."))])
    office = SelectField(_("Office"), choices=OFFICES)


class ContactEndForm(Form):
    last_day = DayField(_("Last day"), [InputRequired(_("Give the last day."))])


class ContactConfirmationForm(Form):
    confirmed_on = DayField(_("Confirmed by the State on"), [InputRequired(_("Give the day."))])


class ImportForm(Form):
    file = FileField(_("CSV or XLSX file"), [FileRequired(_("Choose a file."))])


class ConfirmedImportForm(Form):
    """What was read from the file and shown, as it comes back to be taken over."""

    read = StringField(validators=[InputRequired()])
