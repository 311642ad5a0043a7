"""Acts on meetings in the office's words."""

from flask_babel import lazy_gettext as _

from core.audit.words import act_words

act_words.update(
    {
        "session:planned": _("planned the session"),
        "session:changed": _("changed the session"),
        "session:confirmed": _("confirmed the session"),
        "session:cancelled": _("cancelled the session"),
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
