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
        "candidacy:received": _("recorded a candidacy"),
        "candidacy:withdrawn": _("recorded that a candidacy was withdrawn"),
        "slate:made": _("made a proposal for an election"),
        "slate:copied": _("copied a proposal for an election"),
        "slate:nominated": _("proposed a State for a seat"),
        "slate:nomination-removed": _("took a State from a proposal"),
        "slate:chair-proposed": _("proposed a chair"),
        "slate:chair-removed": _("took a chair from a proposal"),
        "slate:suggested": _("had a proposal filled by suggestion"),
        "slate:put-forward": _("put a proposal forward"),
        "slate:not-taken": _("marked a proposal as not taken"),
        "slate:elected": _("recorded the election of a proposal"),
    }
)
