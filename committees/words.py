"""Acts on offices in the office's words."""

from flask_babel import lazy_gettext as _

from core.audit.words import act_words

act_words.update(
    {
        "body:established": _("established the body"),
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
        "mandate:amended": _("recorded a new version of the mandate"),
        "mandate:corrected": _("corrected a version of the mandate"),
        "body:discontinued": _("discontinued the body"),
        "composition:changed": _("recorded a new composition"),
        "invitation:added": _("recorded a standing invitation"),
        "scenario:made": _("made the scenario"),
        "scenario:changed": _("changed the scenario"),
        "proposal:added": _("added a proposal"),
        "proposal:changed": _("changed a proposal"),
        "proposal:removed": _("removed a proposal"),
        "proposal:adopted": _("recorded that a proposal was adopted"),
        "proposal:not-adopted": _("recorded that a proposal was not adopted"),
        "representative:linked": _("linked a representative to an account"),
        "representative:unlinked": _("took a representative’s account away"),
        "delegation:given": _("let somebody act for the Chair"),
        "delegation:ended": _("ended that somebody acts for the Chair"),
        "delegation:taken-back": _("took back that somebody acts for the Chair"),
        "recusal:recorded": _("recorded that a State takes no part in a file"),
        "recusal:ended": _("recorded that a State takes part in a file again"),
        "recusal:taken-back": _("took back that a State takes no part in a file"),
        "opening:made": _("opened something to observers"),
        "opening:closed": _("closed something to observers"),
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
