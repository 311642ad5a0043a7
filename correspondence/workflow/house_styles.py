"""The look of letters: a Word file of the secretariat in place of the shipped one."""

import hashlib

from core.audit.workflow import Actor, record
from core.db import Ref, db
from core.docx.house_style import house_style_fields, house_style_shortcomings
from core.docx.package import read_package
from core.errors import RuleViolation, Shortcomings
from correspondence.catalogues import Catalogues
from correspondence.letters import HOUSE_STYLE_FIELDS
from correspondence.models.templates import HouseStyle


def accept_house_style(name: str, file: bytes, catalogues: Catalogues, *, by: Actor) -> HouseStyle:
    """The Word file becomes the house style of new campaigns.

    RuleViolation for a file that is hostile or damaged, Shortcomings for one that lacks what letters need.
    """
    if not name.strip():
        raise RuleViolation("Give the house style a name.", field="name")
    package = read_package(file)
    found = house_style_shortcomings(package)
    known = {*HOUSE_STYLE_FIELDS, *catalogues.fields}
    found += [
        f"The Word file asks for “{field}”, which no letter can fill."
        for field in sorted(house_style_fields(package) - known)
    ]
    if found:
        raise Shortcomings(found, what="The Word file cannot be used as house style yet")
    style = HouseStyle(
        name=name.strip(),
        file=file,
        sha256=hashlib.sha256(file).hexdigest(),
        size_bytes=len(file),
        added_at=by.at,
        added_by=by.name,
    )
    db.session.add(style)
    db.session.flush()
    record("house-style:accepted", Ref("house-style", str(style.id)), style.name, by=by, sha256=style.sha256)
    return style


def retire_house_style(style: HouseStyle, *, by: Actor) -> None:
    """New campaigns no longer use it; campaigns drafted with it keep it."""
    if style.retired_at is not None:
        raise RuleViolation(f"The house style “{style.name}” is retired already.")
    style.retired_at = by.at
    record("house-style:retired", Ref("house-style", str(style.id)), style.name, by=by)
    db.session.flush()
