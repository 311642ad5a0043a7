"""The counter of letters: campaigns up to approval and beyond, audiences, references, templates, house styles."""

from correspondence.routes import (
    approval,
    audiences,
    campaigns,
    circulation,
    drafting,
    house_styles,
    letters,
    register,
    templates,
)
from correspondence.routes.counter import blueprint

__all__ = [
    "approval",
    "audiences",
    "blueprint",
    "campaigns",
    "circulation",
    "drafting",
    "house_styles",
    "letters",
    "register",
    "templates",
]
