"""The counter of the outbox: mailings with where they stand, messages with what is known of them."""

from core.outbox.routes import mailings, messages
from core.outbox.routes.counter import blueprint

__all__ = ["blueprint", "mailings", "messages"]
