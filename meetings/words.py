"""Acts on meetings in the office's words."""

from flask_babel import lazy_gettext as _

from core.audit.words import act_words

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
    }
)
