"""The counter of letters: campaigns and their letters, templates, house styles."""

from correspondence.routes import campaigns, house_styles, templates
from correspondence.routes.counter import blueprint

__all__ = ["blueprint", "campaigns", "house_styles", "templates"]
