"""The group that the commands of this room belong to."""

from flask.cli import AppGroup

group = AppGroup("committees", help="Bodies, offices and rotation.")
