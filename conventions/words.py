"""Acts on the calendar of meetings in the office's words."""

from flask_babel import lazy_gettext as _

from core.audit.words import act_words

act_words.update(
    {
        "meeting:added": _("added the meeting to the calendar"),
        "meeting:changed": _("changed what the calendar says of the meeting"),
        "meeting:confirmed": _("confirmed the meeting"),
        "meeting:moved": _("moved the meeting"),
        "meeting:cancelled": _("cancelled the meeting"),
    }
)
