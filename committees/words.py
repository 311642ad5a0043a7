"""Acts on offices in the office's words."""

from flask_babel import lazy_gettext as _

from core.audit.words import act_words

act_words.update(
    {
        "body:established": _("established the body"),
        "body:discontinued": _("discontinued the body"),
        "body:composed": _("changed how the body is composed"),
        "place:given": _("gave a place in the body"),
        "place:taken": _("ended a place in the body"),
        "term:elected": _("recorded an election"),
        "term:appointed": _("recorded an appointment"),
        "term:ended": _("ended a term"),
        "term:corrected": _("corrected a term"),
        "terms:imported": _("imported terms"),
        "chair:chosen": _("recorded who chairs"),
        "chair:ended": _("ended a chair’s time"),
        "representative:named": _("named a representative"),
        "representative:ended": _("ended a representative’s time"),
    }
)
