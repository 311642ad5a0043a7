"""One log for everything: a line of JSON per event in production, a readable line in development.

It needs neither Flask nor the database: the process that minds the web workers logs too, and stays small.
"""

import logging
import sys
from typing import TextIO

import structlog
from structlog.typing import Processor

_SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def init_logs(*, as_json: bool) -> None:
    """structlog and the standard library write the same lines to standard error."""
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    root = logging.getLogger()
    for old in [present for present in root.handlers if present.name == "chancery"]:
        root.removeHandler(old)
    root.addHandler(log_handler(as_json=as_json))
    logging.getLogger("chancery").setLevel(logging.INFO)


def log_handler(*, as_json: bool) -> logging.Handler:
    handler = StandardError()
    handler.name = "chancery"
    rendering = _json_lines() if as_json else [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
    processors = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendering]
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processors=processors, foreign_pre_chain=_SHARED))
    return handler


class StandardError(logging.StreamHandler[TextIO]):
    """Writes to what is standard error at the moment, not to what it was when the log was set up."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        return sys.stderr


def _json_lines() -> list[Processor]:
    return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
