"""Acts on meetings in the office's words."""

from flask_babel import lazy_gettext as _

from core.audit.words import act_words

act_words.update(
    {
        "session:planned": _("planned the session"),
        "session:changed": _("changed the session"),
        "session:confirmed": _("confirmed the session"),
        "session:cancelled": _("cancelled the session"),
        "concept-note:begun": _("began the concept note"),
        "concept-note:saved": _("saved a version of the concept note"),
        "concept-note:shown": _("showed the concept note to the members"),
        "concept-note:commented": _("commented on the concept note"),
        "concept-note:comment-settled": _("settled a comment on the concept note"),
        "concept-note:approved": _("approved the concept note"),
        "concept-note:reopened": _("reopened the concept note"),
        "speaker:added": _("put somebody on the panel"),
        "speaker:changed": _("changed what is on record of a speaker"),
        "speaker:moved": _("changed the order of the panel"),
        "speaker:removed": _("took somebody off the panel"),
        "speaker:invited": _("invited a speaker"),
        "speaker:answered": _("recorded a speaker’s answer"),
        "speaker:replaced": _("put somebody in a speaker’s place"),
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
