"""The composition root: what the house consists of, listed once and readable from top to bottom."""

from collections.abc import Callable, Sequence
from functools import partial
from urllib.parse import urlsplit

from flask import Flask, current_app
from flask_babel import lazy_gettext as _
from flask_login import current_user

import committees.cli.activities  # its commands, as those of the next three
import committees.cli.group
import committees.cli.rosters
import committees.cli.rotation
import committees.models.access  # tables no other module of the root brings along
import committees.models.rotation
import committees.routes
import committees.words  # acts on offices in words
import conventions.words  # noqa: F401  # acts on the calendar of meetings in words
import core.accounts.cli
import core.files  # a table no other module of the root brings along
import core.jobs.cli
import core.outbox.cli
import core.outbox.jobs
import core.outbox.models
import core.outbox.routes
import core.outbox.words  # acts on what leaves in words
import core.registers.cli
import core.seen.routes
import core.style.routes
import correspondence.cli.campaigns  # its commands
import correspondence.cli.group
import correspondence.cli.letters
import correspondence.cli.mail
import correspondence.cli.sending  # its commands
import correspondence.letters
import correspondence.models.approval  # tables no other module of the root brings along
import correspondence.models.audiences
import correspondence.models.incoming
import correspondence.routes
import correspondence.words  # acts on letters in words
import desk.routes
import extension_requests.cli.analysis  # its command
import extension_requests.cli.due  # its commands, as those of the next three
import extension_requests.cli.group
import extension_requests.cli.history
import extension_requests.cli.tables
import extension_requests.cli.timeline
import extension_requests.letters
import extension_requests.models.analysis  # tables no other module of the root brings along
import extension_requests.models.decisions
import extension_requests.models.documents
import extension_requests.models.dossiers
import extension_requests.models.figures
import extension_requests.models.letters
import extension_requests.routes
import extension_requests.words  # acts on extension requests in words
import meetings.cli.calendar
import meetings.cli.concept_note  # its command
import meetings.cli.documents
import meetings.cli.group
import meetings.cli.moves  # its commands
import meetings.cli.participants  # its command
import meetings.models.calendar
import meetings.models.concept_notes  # tables no other module of the root brings along
import meetings.models.decisions
import meetings.models.papers  # tables no other module of the root brings along
import meetings.models.people
import meetings.models.programmes  # tables no other module of the root brings along
import meetings.models.releases
import meetings.models.room
import meetings.models.series
import meetings.models.sponsorship
import meetings.models.timetable
import meetings.routes
import meetings.words  # acts on meetings in words
import states_parties.cli
import states_parties.letters
import states_parties.routes
import states_parties.words  # acts on the registers in words
from committees.calendar_entries import office_entries
from committees.queries.access import office_grants
from committees.queries.bodies import body_named, names_of_bodies
from committees.queries.consequences import offices_moved
from committees.shipped import DEMONSTRATION_WORK
from committees.shipped import REGISTERS as OFFICES
from config import ROOT, Config
from conventions.moving import Teller, reordered
from conventions.registry import CONVENTIONS
from conventions.shipped import MEETINGS
from core.accounts.bodies import Bodies
from core.accounts.mail import SIGN_IN_MAIL
from core.accounts.routes import init_accounts
from core.accounts.security import security_settings
from core.accounts.workflow.people import describe_oneself
from core.audit.routes import init_audit
from core.audit.workflow import Actor
from core.clock import Clock, now
from core.db import init_database, transaction
from core.health import init_health
from core.jobs.queue import init_queue, prepare_queue
from core.jobs.workflow import Job
from core.logs import init_logs
from core.look.navigation import NavItem
from core.look.routes import init_look
from core.look.safety import init_safety
from core.outbox.kinds import OutboxKinds
from core.outbox.notices import NOTICE
from core.permissions import Grant, Right
from core.prepare import prepare
from core.registers.loading import Register
from core.registers.workflow import load_registers
from core.requests_log import init_requests_log
from core.serving import init_serving
from core.web import acting
from correspondence.calendar_entries import letter_entries
from correspondence.catalogues import Catalogues
from correspondence.jobs.letters import close_circulations, compare_approved, tell_committees
from correspondence.jobs.mailbox import read_mailbox
from correspondence.jobs.reminders import draft_due_reminders
from correspondence.outgoing import letter_kind, trial_letter_kind
from correspondence.queries.consequences import letters_moved
from correspondence.readers import MailReader
from correspondence.shipped import shipped_templates, templates_of_all
from correspondence.workflow.templates import load_shipped_templates
from extension_requests.calendar_entries import promise_entries, request_entries
from extension_requests.demonstration import load_demonstration_dossiers
from extension_requests.jobs import look_after_requests
from extension_requests.letter_jobs import draft_heads_ups, look_after_promises
from extension_requests.queries.letters import admitted_to_letter
from extension_requests.queries.moved import requests_moved
from extension_requests.routes.sight import letters_closed
from extension_requests.shipped import PAST_REQUESTS
from meetings.answers import read_answer
from meetings.calendar_entries import closed_session_entries, meeting_entries, series_entries, session_entries
from meetings.calendars import CalendarSource
from meetings.demonstration import load_demonstration_meetings
from meetings.demonstration_decisions import load_demonstration_decisions
from meetings.invitation_mail import invitation_kind
from meetings.paper_entries import paper_entries
from meetings.queries.consequences import sessions_moved
from meetings.queries.moved_papers import papers_moved
from meetings.queries.people_moved import people_moved
from meetings.shipped import DEMONSTRATION_PROGRAMMES
from meetings.shipped import REGISTERS as OTHER_MEETINGS
from meetings.shipped_participation import DEMONSTRATION_PAPERS_AND_PEOPLE, SPONSORSHIP
from meetings.shipped_thematic import DEMONSTRATION_THEMATIC
from states_parties.calendar_entries import deadline_entries, report_entries
from states_parties.criteria import CRITERIA
from states_parties.shipped import DEMONSTRATION_CONTACTS, REGISTERS

COMMANDS = [
    committees.cli.group.group,
    core.accounts.cli.group,
    core.jobs.cli.group,
    core.outbox.cli.group,
    core.registers.cli.group,
    correspondence.cli.group.group,
    correspondence.cli.letters.group,
    correspondence.cli.mail.group,
    extension_requests.cli.group.group,
    meetings.cli.calendar.group,
    meetings.cli.group.group,
    states_parties.cli.group,
    prepare,
]

SHIPPED_REGISTERS: tuple[Register, ...] = (
    MEETINGS,
    *REGISTERS,
    *OFFICES,
    *OTHER_MEETINGS,
    SPONSORSHIP,
    PAST_REQUESTS,
)
DEMONSTRATIONS: tuple[Register, ...] = (
    DEMONSTRATION_CONTACTS,
    *DEMONSTRATION_WORK,
    *DEMONSTRATION_PROGRAMMES,
    *DEMONSTRATION_PAPERS_AND_PEOPLE,
    *DEMONSTRATION_THEMATIC,
)

DEMONSTRATED = [load_demonstration_meetings, load_demonstration_decisions, load_demonstration_dossiers]

CATALOGUES = Catalogues.of(
    criteria=CRITERIA,
    fields=(
        *states_parties.letters.MERGE_FIELDS,
        *correspondence.letters.MERGE_FIELDS,
        *extension_requests.letters.MERGE_FIELDS,
    ),
    tables=(*states_parties.letters.TABLES, *extension_requests.letters.TABLES),
)

# The rail, in its order. Whoever may not open a view does not see its entry; an area that is not built has none.
NAVIGATION = [
    NavItem("", _("Desk"), "desk.index", "inbox"),
    NavItem("", _("Letters"), "correspondence.campaigns", "envelope", ("correspondence.house_styles",)),
    NavItem("", _("Outbox"), "outbox.mailings", "send"),
    NavItem("", _("States"), "states_parties.register", "flag"),
    NavItem("", _("Deadlines"), "states_parties.deadlines", "hourglass-split"),
    NavItem("", _("Reports"), "states_parties.reports", "file-earmark-text"),
    NavItem("", _("Contacts"), "states_parties.contacts", "telephone"),
    NavItem(
        "",
        _("Committees"),
        "committees.bodies",
        "diagram-3",
        ("committees.offices", "committees.reforms", "committees.tasks", "committees.workload_of_year"),
    ),
    NavItem("", _("Rotation"), "committees.rotation", "arrow-repeat"),
    NavItem("", _("Meetings"), "meetings.year", "calendar3", ("meetings.year_of_both",)),
    NavItem("", _("Requests"), "extension_requests.requests", "calendar-plus"),
    NavItem(_("Settings"), _("People"), "accounts.people", "people"),
    NavItem(_("Settings"), _("Invitations"), "accounts.invitations", "person-plus"),
    NavItem(_("Settings"), _("Audit"), "audit.search", "journal-text"),
]

BLUEPRINTS = [
    desk.routes.blueprint,
    correspondence.routes.blueprint,
    core.outbox.routes.blueprint,
    core.seen.routes.blueprint,
    states_parties.routes.blueprint,
    committees.routes.blueprint,
    meetings.routes.blueprint,
    extension_requests.routes.blueprint,
    core.style.routes.blueprint,
]

# What a person may do because of the offices they represent a State in: account -> roles with their days.
GRANT_SOURCES: list[Callable[[int], Sequence[Grant]]] = [office_grants]

# In which bodies a role may be held.
BODIES = Bodies(names_of_bodies, body_named)

# What would follow when a meeting gets other days, room by room.
CONSEQUENCES: tuple[Teller, ...] = (
    reordered,
    offices_moved,
    letters_moved,
    sessions_moved,
    people_moved,
    papers_moved,
    requests_moved,
)
# What stands in calendars, each with the right that shows it.
CALENDAR_SOURCES = (
    CalendarSource("meetings", Right.READ_REGISTERS, meeting_entries, of_bodies=True),
    CalendarSource("sessions", Right.READ_REGISTERS, session_entries, of_bodies=True),
    CalendarSource("closed sessions", Right.READ_COMMITTEE_WORK, closed_session_entries, of_bodies=True),
    CalendarSource("committee meetings", Right.READ_COMMITTEE_WORK, series_entries, of_bodies=True),
    CalendarSource("offices", Right.READ_REGISTERS, office_entries, deadlines=True, of_bodies=True),
    CalendarSource("papers", Right.READ_REGISTERS, paper_entries, deadlines=True),
    CalendarSource("deadlines of States", Right.READ_REGISTERS, deadline_entries, deadlines=True),
    CalendarSource("reports", Right.READ_REGISTERS, report_entries, deadlines=True),
    CalendarSource("extension requests", Right.READ_REGISTERS, request_entries, deadlines=True),
    CalendarSource("promises", Right.READ_REGISTERS, promise_entries, deadlines=True),
    CalendarSource("letters", Right.READ_LETTERS, letter_entries),
)

JOBS = [
    Job("heartbeat", 30, lambda: None),
    Job("outbox", 5, core.outbox.jobs.look_after_outbox),
    Job("compare approved letters", 30, compare_approved),
    Job("close circulations", 60, close_circulations),
    Job("tell committees of their letters", 60, tell_committees),
    Job("mailbox", 300, partial(read_mailbox, now)),
    Job("reminders", 3600, partial(draft_due_reminders, now)),
    Job("heads-up letters", 3600, partial(draft_heads_ups, now)),
    Job("promises after decisions", 3600, partial(look_after_promises, now)),
    Job("extension requests", 3600, partial(look_after_requests, now)),
]

# What workers are woken for.
WORKS = {core.outbox.jobs.SEND: core.outbox.jobs.send}

# What leaves by mail.
OUTBOX_KINDS = OutboxKinds.of(NOTICE, SIGN_IN_MAIL, letter_kind(now), trial_letter_kind(), invitation_kind())

# Whose rooms keep letters from the person signed in, besides what their roles say.
CLOSED_LETTERS = [letters_closed]

# Who alone hears of a letter that its room keeps from others.
LETTERS_OF_FEW = [admitted_to_letter]

# Who looks at mail that comes in before it is held against the letters of the house.
MAIL_READERS: list[MailReader] = [read_answer]


def create_app(config: Config, *, clock: Clock | None = None) -> Flask:
    """The whole application for one installation. `clock` stands in for the real one in tests."""
    production = config.environment == "production"
    app = Flask("chancery", root_path=str(ROOT), template_folder="templates", static_folder="static")
    app.config.from_mapping(flask_settings(config))
    app.extensions["clock"] = clock or Clock()
    app.extensions["jobs"] = JOBS
    app.extensions["outbox kinds"] = OUTBOX_KINDS
    app.extensions["catalogues"] = CATALOGUES
    app.extensions["consequences of a move"] = CONSEQUENCES
    app.extensions["grant sources"] = GRANT_SOURCES
    app.extensions["bodies"] = BODIES
    app.extensions["calendar sources"] = CALENDAR_SOURCES
    app.extensions["mail readers"] = MAIL_READERS
    app.extensions["closed letters"] = CLOSED_LETTERS
    app.extensions["letters of few"] = LETTERS_OF_FEW
    app.extensions["registers"] = SHIPPED_REGISTERS if production else (*SHIPPED_REGISTERS, *DEMONSTRATIONS)
    app.extensions["demonstrations"] = [] if production else DEMONSTRATED
    app.extensions["preparations"] = [load_shipped, prepare_queue, core.accounts.cli.first_administrator_link]
    init_logs(as_json=production)
    init_requests_log(app)
    init_database(app)
    init_queue(app, WORKS, url=config.queue_url, folder=config.files_dir)
    init_look(app, NAVIGATION, conventions=CONVENTIONS, keep_language=keep_language)
    init_accounts(app)
    init_audit(app)
    init_health(app, metrics_token=config.metrics_token)
    init_safety(app, production=production)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for group in COMMANDS:
        app.cli.add_command(group)
    init_serving(
        app, keep_assets=config.environment == "production", trusted_proxies=config.trusted_proxies
    )  # last: it wraps all the rest
    return app


def load_shipped() -> None:
    """Registers and letter templates hold what the product ships, edits of the office apart."""
    by = Actor("Chancery", now())
    with transaction():
        load_registers(current_app.extensions["registers"], by=by)
        for load in current_app.extensions["demonstrations"]:
            load(by=by)
        shipped = [*shipped_templates(), *templates_of_all(extension_requests.letters.TEMPLATES)]
        load_shipped_templates(shipped, CATALOGUES, by=by)


def keep_language(language: str) -> None:
    """The person signed in reads the house in this language from now on."""
    with transaction():
        describe_oneself(current_user._get_current_object(), name=current_user.name, language=language, by=acting())


def flask_settings(config: Config) -> dict[str, object]:
    """Our settings in the names that Flask and its companions read."""
    production = config.environment == "production"
    return {
        "SECRET_KEY": config.secret_key,
        "SQLALCHEMY_DATABASE_URI": sqlalchemy_url(config.database_url),
        "MIGRATIONS_DIR": ROOT / "migrations",
        "OFFICE_ZONE": config.office_zone,
        "CHANCERY": config,
        "MAX_CONTENT_LENGTH": config.upload_limit_mb * 1024 * 1024,
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "pool_pre_ping": True,  # a database that was restarted is not an error
            "hide_parameters": production,  # no personal data in the log
        },
        "CONVENTIONS": tuple(CONVENTIONS),
        "LANGUAGES": {"en": "English", "fr": "Français"},
        **security_settings(config),
        "TRUSTED_HOSTS": [urlsplit(config.base_url).hostname] if production else None,
    }


def sqlalchemy_url(url: str) -> str:
    """PostgreSQL is spoken with psycopg 3, also when the address says only postgresql://."""
    return url.replace("postgresql://", "postgresql+psycopg://", 1) if url.startswith("postgresql://") else url
