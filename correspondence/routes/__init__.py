"""The counter of letters: campaigns up to approval and beyond, audiences, references, replies, templates."""

from correspondence.routes import (
    approval,
    audiences,
    campaigns,
    circulation,
    drafting,
    house_styles,
    kinds,
    letters,
    of_a_state,
    outcomes,
    post,
    redrafting,
    register,
    reminders,
    replies,
    sending,
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
    "kinds",
    "letters",
    "of_a_state",
    "outcomes",
    "post",
    "redrafting",
    "register",
    "reminders",
    "replies",
    "sending",
    "templates",
]
