"""The command that the files of this counter share."""

from flask.cli import AppGroup

group = AppGroup("extension-requests", help="Requests for more time: what is due, chains of deadlines.")
