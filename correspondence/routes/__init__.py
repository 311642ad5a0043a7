"""The counter of letters: campaigns and their letters on the way, audiences, templates, house styles."""

from correspondence.routes import (
    audiences,
    campaigns,
    drafting,
    house_styles,
    kinds,
    letters,
    of_a_state,
    outcomes,
    post,
    reminders,
    replies,
    sending,
    templates,
)
from correspondence.routes.counter import blueprint

__all__ = [
    "audiences",
    "blueprint",
    "campaigns",
    "drafting",
    "house_styles",
    "kinds",
    "letters",
    "of_a_state",
    "outcomes",
    "post",
    "reminders",
    "replies",
    "sending",
    "templates",
]
