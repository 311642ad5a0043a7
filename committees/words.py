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
        "file:opened": _("opened the file"),
        "file:closed": _("closed the file"),
        "file:reopened": _("opened the file again"),
        "task:added": _("planned the task"),
        "task:changed": _("changed the task"),
        "task:done": _("settled the task as done"),
        "task:dropped": _("dropped the task"),
        "task:reopened": _("took up the task again"),
        "decision:recorded": _("recorded the decision"),
    }
)
