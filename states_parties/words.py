"""Acts on the registers in the office's words."""

from flask_babel import lazy_gettext as _

from core.audit.words import act_words

act_words.update(
    {
        "membership:signed": _("recorded a signature"),
        "membership:deposited": _("registered a deposit"),
        "membership:withdrawal-notified": _("recorded a withdrawal"),
        "deadline:extended": _("extended a deadline"),
        "deadline:obligation-completed": _("recorded a completion"),
        "report:received": _("recorded a report"),
        "register:closed": _("declared a register complete"),
        "register:reopened": _("reopened a register"),
        "contact:added": _("added a contact"),
        "contact:changed": _("changed a contact"),
        "contact:corrected": _("corrected a contact"),
        "contact:ended": _("ended a contact"),
        "contact:doubted": _("doubted a contact"),
        "contact:confirmed": _("confirmed a contact"),
        "contacts:imported": _("imported contacts"),
        "statement:made": _("recorded a standing"),
        "statement:ended": _("ended a standing"),
        "information:received": _("recorded information received"),
        "retained:set": _("recorded retained items"),
        "state:language-set": _("set the language of correspondence"),
    }
)
