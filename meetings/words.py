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
        "meeting-paper:reserved": _("reserved the symbol"),
        "meeting-paper:changed": _("changed what is known of the paper"),
        "meeting-paper:forecast": _("recorded the forecast of the paper"),
        "meeting-paper:received": _("received the paper"),
        "meeting-paper:in-processing": _("handed the paper over for processing"),
        "meeting-paper:advance-copy": _("put out an advance copy"),
        "meeting-paper:issued": _("recorded that the paper was issued"),
        "meeting-paper:text-added": _("added a version of the text"),
        "meeting-paper:withdrawn": _("withdrew the paper"),
        "meeting-papers:reminded": _("drafted reminders of papers"),
        "meeting:notify-by": _("set the day until which delegations are notified"),
        "meeting-delegation:added": _("added the delegation"),
        "meeting-delegation:changed": _("changed what is known of the delegation"),
        "meeting-delegation:removed": _("took the delegation off the list"),
        "delegates:imported": _("imported participants"),
        "delegate:added": _("added a person to the delegation"),
        "delegate:changed": _("changed what is known of a person in the delegation"),
        "delegate:removed": _("took a person off the delegation"),
        "delegate:consent-withdrawn": _("erased what a person had agreed to say"),
        "session:attendance": _("recorded who was present"),
        "sponsorship:round-made": _("opened a round of sponsorship"),
        "sponsorship:round-changed": _("changed a round of sponsorship"),
        "sponsorship:contribution": _("recorded a contribution"),
        "sponsorship:contribution-removed": _("took a contribution off the record"),
        "sponsorship:delegate": _("recorded a sponsored delegate"),
        "sponsorship:delegate-removed": _("took a sponsored delegate off the record"),
    }
)

ANSWER_NAMES = {
    InvitationAnswer.AWAITED: _("awaited"),
    InvitationAnswer.ACCEPTED: _("accepted"),
    InvitationAnswer.TENTATIVE: _("perhaps"),
    InvitationAnswer.DECLINED: _("declined"),
}
