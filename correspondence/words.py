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
        "campaign:redrafted": _("wrote the letters anew"),
        "campaign:circulated": _("circulated the draft"),
        "campaign:commented": _("commented on the draft"),
        "campaign:objected": _("objected to the draft"),
        "campaign:remark-settled": _("settled a remark"),
        "campaign:circulation-withdrawn": _("took the draft back from the committee"),
        "campaign:silence-held": _("noted that the silence held"),
        "campaign:approved": _("approved the letters"),
        "letter:brought-back": _("brought a letter back"),
        "campaign:cancelled": _("cancelled the campaign"),
        "house-style:accepted": _("put a house style in use"),
        "house-style:retired": _("retired a house style"),
        "reminders:planned": _("planned reminders"),
        "reminder:drafted": _("drafted a reminder"),
        "reminder:dropped": _("dropped a reminder"),
        "reminder:not-drafted": _("could not draft a reminder"),
        "mail:received": _("received a mail"),
        "mail:settled": _("settled a mail"),
        "mail:set-aside": _("set a mail aside"),
        "mail:report-registered": _("registered a report from a mail"),
    }
)

act_words.update(
    {
        "campaign:scheduled": _("scheduled the letters"),
        "campaign:newly-approved-sent": _("sent the letters approved later"),
        "campaign:moved": _("moved the letters to another time"),
        "campaign:paused": _("paused the sending"),
        "campaign:resumed": _("resumed the sending"),
        "campaign:stopped": _("stopped the sending for good"),
        "campaign:corrigendum-drafted": _("drafted a corrigendum"),
        "campaign:batch-made": _("made a batch for the post"),
        "campaign:posted": _("recorded letters as posted"),
        "letter:posted-although-withdrawn": _("recorded that a withdrawn letter was posted all the same"),
        "letter:taken-out": _("took a withdrawn letter out of its batch"),
        "letter:voided": _("found a letter void"),
        "letter:copy-voided": _("found a copy void"),
        "letter:redrafted": _("wrote a letter anew"),
        "letter:withdrawn": _("withdrew a letter"),
        "letter:refused": _("was told that a letter is refused"),
        "letter:stopped": _("stopped a letter"),
        "letter:expired": _("let a letter expire"),
        "letter:unknown": _("could not tell whether a letter left"),
        "letter:sent-on-trial": _("sent a letter on trial"),
        "letter:settled": _("settled what became of a letter"),
    }
)
