"""The command that the files of this counter share."""

from flask.cli import AppGroup

group = AppGroup("campaigns", help="Campaigns: letters of one template to many States.")
