"""Acts on papers and people of meetings in the office's words, and the words of both in lists."""

from flask_babel import lazy_gettext as _

from core.audit.words import act_words

act_words.update(
    {
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
    }
)
