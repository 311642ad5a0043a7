"""Acts on what leaves the house, and where it stands, in the office's words."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from core.audit.words import act_words
from core.outbox.models import MessageState
from core.outbox.queries import Standing

act_words.update(
    {
        "mailing:made": _("made the mailing"),
        "mailing:released": _("released the mailing"),
        "mailing:paused": _("paused the mailing"),
        "mailing:resumed": _("resumed the mailing"),
        "mailing:stopped": _("stopped the mailing for good"),
        "message:withdrawn": _("withdrew the message"),
        "message:settled": _("settled what nobody knew"),
        "message:bounced": _("took note that it came back"),
        "message:bounced-again": _("took note that it came back again"),
        "message:replied": _("took note of a reply"),
        "message:replied-again": _("took note of another reply"),
        "message:delivered": _("took note that it was delivered"),
        "message:delivered-again": _("took note again that it was delivered"),
        "message:delayed": _("took note that a mail server still tries to deliver it"),
        "message:late-evidence": _("received word of something that had not been sent"),
        "message:outcome-not-followed": _("could not do what follows from the end of a message"),
        "message:told-late": _("heard late from a worker"),
    }
)


STANDING_MEANINGS = {
    Standing.HELD: "private",
    Standing.SCHEDULED: "neutral",
    Standing.SENDING: "soon",
    Standing.PAUSED: "late",
    Standing.STOPPED: "private",
    Standing.EMPTY: "neutral",
    Standing.TO_SETTLE: "late",
    Standing.FINISHED: "done",
}

MESSAGE_MEANINGS = {
    MessageState.DUE: "neutral",
    MessageState.CLAIMED: "soon",
    MessageState.HANDING_OVER: "soon",
    MessageState.ACCEPTED: "done",
    MessageState.REFUSED: "late",
    MessageState.UNKNOWN: "late",
    MessageState.WITHDRAWN: "private",
    MessageState.STOPPED: "private",
    MessageState.EXPIRED: "late",
}

MESSAGE_NAMES = {
    MessageState.DUE: _("waiting"),
    MessageState.CLAIMED: _("with a worker"),
    MessageState.HANDING_OVER: _("being handed over"),
    MessageState.ACCEPTED: _("sent"),
    MessageState.REFUSED: _("refused"),
    MessageState.UNKNOWN: _("not known"),
    MessageState.WITHDRAWN: _("withdrawn"),
    MessageState.STOPPED: _("not sent: reason gone"),
    MessageState.EXPIRED: _("too late"),
}

STANDING_NAMES = {
    Standing.HELD: _("held"),
    Standing.SCHEDULED: _("scheduled"),
    Standing.SENDING: _("sending"),
    Standing.PAUSED: _("paused"),
    Standing.STOPPED: _("stopped"),
    Standing.EMPTY: _("nothing by e-mail"),
    Standing.TO_SETTLE: _("to be settled"),
    Standing.FINISHED: _("finished"),
}


def worker_in_words(worker: str) -> str:
    """What an officer can tell whoever looks after the machines; the log has the whole name."""
    host, _slash, rest = worker.partition("/")
    return gettext("process %(number)s on %(host)s", number=rest.rpartition("/")[2], host=host)
