"""Acts on letters in the office's words."""

from flask_babel import lazy_gettext as _

from core.audit.words import act_words

act_words.update(
    {
        "template:saved": _("saved a version of the template"),
        "campaign:drafted": _("drafted the letters"),
        "campaign:cancelled": _("cancelled the campaign"),
        "house-style:accepted": _("put a house style in use"),
        "house-style:retired": _("retired a house style"),
        "mail:received": _("received a mail"),
        "mail:settled": _("settled a mail"),
        "mail:set-aside": _("set a mail aside"),
        "mail:report-registered": _("registered a report from a mail"),
    }
)
