"""What this installation's settings say of letters."""

from flask import current_app

from config import Config


def settings() -> Config:
    """The settings of the running application."""
    found: Config = current_app.config["CHANCERY"]
    return found
