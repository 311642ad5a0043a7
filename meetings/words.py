"""Acts on meetings in the office's words."""

from flask_babel import lazy_gettext as _

from core.audit.words import act_words
from meetings.models.calendar import InvitationAnswer

act_words.update(
    {
        "session:planned": _("planned the session"),
        "session:changed": _("changed the session"),
        "session:confirmed": _("confirmed the session"),
        "session:cancelled": _("cancelled the session"),
        "programme:opened": _("opened a choice of programmes"),
        "programme:option-added": _("added an option"),
        "programme:option-described": _("described an option"),
        "programme:meeting-foreseen": _("foresaw a meeting in an option"),
        "programme:meeting-dropped": _("took a meeting from an option"),
        "programme:cost-added": _("added a line of costs"),
        "programme:cost-dropped": _("took a line of costs away"),
        "programme:adopted": _("recorded that an option was adopted"),
        "session:invited": _("invited people to the session"),
        "session:change-told": _("told the people invited of a change"),
        "session:uninvited": _("withdrew an invitation to the session"),
        "session:answered": _("answered an invitation to the session"),
        "series:planned": _("planned regular meetings"),
        "series:day-moved": _("moved one of the regular meetings"),
        "series:day-left-out": _("left out one of the regular meetings"),
        "series:ended": _("ended the regular meetings"),
        "calendar:made": _("made a link to a calendar"),
        "calendar:revoked": _("revoked a link to a calendar"),
    }
)

ANSWER_NAMES = {
    InvitationAnswer.AWAITED: _("awaited"),
    InvitationAnswer.ACCEPTED: _("accepted"),
    InvitationAnswer.TENTATIVE: _("perhaps"),
    InvitationAnswer.DECLINED: _("declined"),
}
