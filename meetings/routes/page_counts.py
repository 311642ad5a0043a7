"""How many pages a Word file fills, counted on one page and relied upon by the act that follows."""

import hashlib

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from core.errors import RuleViolation


def counted_as(file: bytes, pages: float) -> str:
    """The count of exactly this file, signed, for a hidden field."""
    return str(_signer().dumps([hashlib.sha256(file).hexdigest(), pages]))


def pages_counted(signed: str, file: bytes) -> float:
    """The count; RuleViolation where the file is no longer the one that was counted."""
    try:
        of_file, pages = _signer().loads(signed)
    except BadSignature:
        of_file, pages = "", 0
    if of_file != hashlib.sha256(file).hexdigest():
        raise RuleViolation(
            "The note, or its panel, has changed since you opened this page. Open it again and read it."
        )
    return float(pages)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="pages counted")
