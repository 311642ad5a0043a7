"""The counter of letters: campaigns and their letters, audiences, templates, house styles."""

from correspondence.routes import audiences, campaigns, drafting, house_styles, letters, replies, templates
from correspondence.routes.counter import blueprint

__all__ = ["audiences", "blueprint", "campaigns", "drafting", "house_styles", "letters", "replies", "templates"]
