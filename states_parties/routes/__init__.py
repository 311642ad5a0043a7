"""The counter of the registers: States, deadlines, reports, contacts, and the acts on them."""

from states_parties.routes import acts, contacts, contacts_import, deadlines, register, reports
from states_parties.routes.counter import blueprint

__all__ = ["acts", "blueprint", "contacts", "contacts_import", "deadlines", "register", "reports"]
