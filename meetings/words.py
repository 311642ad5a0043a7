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
        "agenda:begun": _("began the agenda"),
        "agenda:item-added": _("added an item to the agenda"),
        "agenda:list-added": _("added a list to the agenda"),
        "agenda:item-changed": _("changed an item of the agenda"),
        "agenda:item-moved": _("moved an item of the agenda"),
        "agenda:item-removed": _("removed an item of the agenda"),
        "agenda:released": _("issued a version of the agenda"),
        "timetable:placed": _("placed something in the timetable"),
        "timetable:moved": _("changed the timetable"),
        "timetable:parted": _("parted a piece of the timetable"),
        "timetable:taken-out": _("took a piece out of the timetable"),
        "timetable:pasted": _("pasted a list into the timetable"),
        "timetable:released": _("issued a version of the timetable"),
        "plan:undone": _("took an act on agenda or timetable back"),
        "room:taken-up": _("took up a piece of the session"),
        "room:floor-asked": _("put somebody on the list of speakers"),
        "room:moved": _("moved somebody on the list of speakers"),
        "room:withdrawn": _("took somebody off the list of speakers"),
        "room:floor-given": _("gave the floor"),
        "room:ended": _("ended a statement"),
        "room:list-opened": _("opened the list of speakers"),
        "room:list-closed": _("closed the list of speakers"),
        "room:limits-set": _("set the limits of statements"),
        "decision:taken": _("recorded a decision"),
        "decision:followed-up": _("recorded what followed from a decision"),
        "action-point:noted": _("noted an action point"),
        "statement:received": _("kept a statement that was handed in"),
        "statement:published": _("published a statement"),
        "minutes:written": _("wrote minutes of an item"),
        "minutes:summary-sent": _("sent a summary of decisions"),
    }
)
