"""Acts on extension requests in the office's words."""

from flask_babel import lazy_gettext as _

from core.audit.words import act_words

act_words.update(
    {
        "request:anticipate": _("opened the dossier"),
        "request:filed": _("put a document on file"),
        "request:aimed": _("aimed the request at another meeting"),
        "request:doubt": _("noted what is uncertain about the deadline"),
        "request:announce": _("recorded that the State announced its request"),
        "request:submit": _("registered the request"),
        "request:note-missing": _("noted that no request came by its day"),
        "request:note-lapse": _("noted that the deadline passed without a request"),
        "request:acknowledge": _("recorded the acknowledgement"),
        "request:open-check": _("opened the completeness check"),
        "request:ask": _("sent questions to the State"),
        "request:close-round": _("closed the round of questions"),
        "request:revise": _("registered a revised request"),
        "request:check-again": _("put the new version before the readers"),
        "request:begin-draft": _("began the analysis"),
        "request:adopt": _("noted that the group adopted the analysis"),
        "request:issue": _("recorded that the analysis was issued"),
        "request:present": _("recorded that the request was presented"),
        "request:grant": _("recorded that the request was granted"),
        "request:grant-shorter": _("recorded that less time was granted"),
        "request:refuse": _("recorded that the request was not granted"),
        "request:defer": _("recorded that the decision was deferred"),
        "request:bring-again": _("brought the request to the next meeting"),
        "request:follow": _("began to follow up the decision"),
        "request:complete": _("recorded the declaration of completion"),
        "request:supersede": _("noted that a new request follows"),
        "request:letter-drafted": _("drafted a letter about the request"),
        "request:letter-filed": _("put a letter that has left on file"),
        "request:shown-to": _("changed who reads a document"),
        "request:withdraw": _("recorded that there will be no request"),
    }
)
