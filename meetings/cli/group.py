"""The command that the files of this counter share."""

from flask.cli import AppGroup

group = AppGroup("meetings", help="Programme, agendas, timetables, concept notes, participants.")
