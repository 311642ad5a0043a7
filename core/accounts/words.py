"""Roles, rights and acts in the office's words."""

from flask_babel import lazy_gettext as _

from core.accounts.models import Purpose
from core.audit.words import act_words
from core.permissions import Right, Role

ROLE_NAMES = {
    Role.ADMINISTRATOR: _("Administrator"),
    Role.ISU_OFFICER: _("ISU officer"),
    Role.PRESIDENT: _("President"),
    Role.CHAIR: _("Chair"),
    Role.MEMBER: _("Committee member"),
    Role.ANALYST: _("Analyst"),
    Role.OBSERVER: _("Observer"),
}

RIGHT_NAMES = {
    Right.READ_REGISTERS: _("Read the registers of States"),
    Right.READ_CONTACTS: _("Read missions and focal points"),
    Right.KEEP_REGISTERS: _("Keep the registers"),
    Right.READ_LETTERS: _("Read letters"),
    Right.DRAFT_LETTERS: _("Draft letters"),
    Right.KEEP_TEMPLATES: _("Keep letter templates and house style"),
    Right.KEEP_ACCOUNTS: _("Keep accounts and roles"),
    Right.READ_AUDIT: _("Read the audit"),
    Right.READ_METRICS: _("Read the measurements of the server"),
    Right.READ_OPENED_WORK: _("Read what a committee opens to observers"),
    Right.READ_COMMITTEE_WORK: _("Read the work of a committee"),
    Right.COMMENT_COMMITTEE_WORK: _("Comment drafts of a committee"),
    Right.KEEP_COMMITTEE_WORK: _("Keep tasks, activities and papers of a committee"),
    Right.PLAN_ROTATION: _("Plan the rotation of offices"),
    Right.KEEP_OFFICES: _("Keep bodies, offices and mandates"),
    Right.KEEP_MEETINGS: _("Keep meetings, agendas, timetables and papers"),
    Right.PLAN_SESSIONS: _("Plan the sessions of a committee"),
    Right.APPROVE_CONCEPT_NOTES: _("Approve the concept notes of a committee"),
    Right.LEAD_MEETINGS: _("Lead a meeting in the room"),
    Right.READ_PARTICIPANTS: _("Read who takes part in a meeting"),
}

PURPOSE_NAMES = {
    Purpose.FIRST_ADMINISTRATOR: _("First administrator"),
    Purpose.NEW_ACCOUNT: _("New account"),
    Purpose.NEW_PASSWORD: _("New password"),
}

STATE_NAMES = {"open": _("open"), "used": _("used"), "revoked": _("taken back"), "expired": _("expired")}

act_words.update(
    {
        "account:opened": _("opened the account"),
        "account:described": _("changed name or language"),
        "account:deactivated": _("shut out"),
        "account:reactivated": _("let in again"),
        "account:link-issued": _("made a link for a new password"),
        "account:password-set": _("set a new password with a link"),
        "account:password-changed": _("changed the password"),
        "account:role-given": _("gave a role"),
        "account:role-ended": _("ended a role"),
        "account:role-extended": _("extended a role"),
        "account:role-withdrawn": _("withdrew a role"),
        "account:second-factor-set": _("set up a second factor"),
        "account:second-factor-removed": _("removed the second factor"),
        "account:recovery-code-refused": _("gave a wrong recovery code"),
        "account:signed-in": _("signed in"),
        "account:signed-out": _("signed out"),
        "account:sign-in-refused": _("was refused at sign-in"),
        "link:first-administrator": _("made the link for the first administrator"),
        "link:invited": _("invited"),
        "link:revoked": _("took a link back"),
    }
)
