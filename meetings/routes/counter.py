"""The blueprint that the files of this counter share, and what several of them need."""

from flask import Blueprint

blueprint = Blueprint("meetings", __name__)
