"""Loading all shipped registers as one act."""

from collections.abc import Iterable

from core.audit.workflow import Actor, record
from core.db import Ref
from core.registers.loading import Difference, Register, load_register


def load_registers(registers: Iterable[Register], *, by: Actor) -> list[Difference]:
    """Every register is loaded, in the order given; returns where the office's own rows differ."""
    differences = []
    for register in registers:
        found = load_register(register, at=by.at)
        differences += found
    if differences:
        subject = Ref("registers", "shipped")
        record("registers:differ", subject, "Shipped registers", by=by, differences=len(differences))
    return differences
