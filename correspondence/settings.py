"""What this installation's settings say of letters."""

from typing import Any

from flask import current_app

from config import Config


def settings() -> Config:
    """The settings of the running application."""
    found: Config = current_app.config["CHANCERY"]
    return found


def office_addresses() -> dict[str, Any]:
    """The office's own addresses as a brief has them: where reports go, and where the office is reached."""
    return {"reports_address": settings().reports_address, "support_address": settings().house_address}
