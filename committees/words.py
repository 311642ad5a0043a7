"""Acts on offices in the office's words."""

from flask_babel import lazy_gettext as _

from core.audit.words import act_words

act_words.update(
    {
        "term:elected": _("recorded an election"),
        "term:appointed": _("recorded an appointment"),
        "term:ended": _("ended a term"),
        "term:corrected": _("corrected a term"),
        "terms:imported": _("imported terms"),
        "chair:chosen": _("recorded who chairs"),
        "chair:ended": _("ended a chair’s time"),
        "representative:named": _("named a representative"),
        "representative:ended": _("ended a representative’s time"),
        "activity:recorded": _("wrote into the log"),
        "activity:told-again": _("brought an entry of the log up to date"),
        "activity:changed": _("changed an entry of the log"),
        "activity:withdrawn": _("withdrew an entry of the log"),
        "priority:added": _("added a priority"),
        "priority:changed": _("changed a priority"),
        "priority:moved": _("moved a priority"),
        "priority:dropped": _("dropped a priority"),
        "paper:drafted": _("drafted the yearly paper"),
        "paper:saved": _("saved a version of the yearly paper"),
        "paper:circulated": _("circulated the yearly paper"),
        "paper:commented": _("commented on the yearly paper"),
        "paper:comment-settled": _("settled a comment"),
        "paper:final": _("made the yearly paper final"),
        "paper:reopened": _("reopened the yearly paper"),
    }
)
