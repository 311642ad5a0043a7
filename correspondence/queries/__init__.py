"""Reading templates, campaigns and their letters; other subjects stand in files of their own."""

from correspondence.queries.campaigns import (
    campaigns_of,
    get_campaign,
    get_house_style,
    get_letter,
    get_template,
    house_style_file,
    house_style_in_use,
    house_styles,
    letters_of,
    letters_to,
    press_in_use,
    templates_of,
)

__all__ = [
    "campaigns_of",
    "get_campaign",
    "get_house_style",
    "get_letter",
    "get_template",
    "house_style_file",
    "house_style_in_use",
    "house_styles",
    "letters_of",
    "letters_to",
    "press_in_use",
    "templates_of",
]
