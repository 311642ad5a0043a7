"""Acts on letters in the office's words."""

from flask_babel import lazy_gettext as _

from core.audit.words import act_words

act_words.update(
    {
        "template:saved": _("saved a version of the template"),
        "campaign:drafted": _("drafted the letters"),
        "audience:saved": _("saved the audience"),
        "audience:replaced": _("replaced the audience"),
        "audience:retired": _("retired the audience"),
        "campaign:cancelled": _("cancelled the campaign"),
        "house-style:accepted": _("put a house style in use"),
        "house-style:retired": _("retired a house style"),
    }
)
