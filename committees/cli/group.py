"""The command that the files of this counter share."""

from flask.cli import AppGroup

group = AppGroup("committees", help="Bodies, offices and rotation.")
