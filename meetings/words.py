"""Acts on meetings in the office's words."""

from flask_babel import lazy_gettext as _

from core.audit.words import act_words

act_words.update(
    {
        "session:planned": _("planned the session"),
        "session:changed": _("changed the session"),
        "session:confirmed": _("confirmed the session"),
        "session:cancelled": _("cancelled the session"),
    }
)
