"""A letter as it stands beside what would be written today."""

from collections.abc import Sequence
from datetime import date

from config import Config
from core.differences import Piece
from correspondence.catalogues import Catalogues
from correspondence.models.campaigns import Campaign, Letter
from correspondence.reviewing.reading import differences, texts_of
from correspondence.rules.bodies import TemplateContent
from correspondence.workflow.writing_anew import written_on


def as_of_today(letter: Letter, campaign: Campaign, catalogues: Catalogues, config: Config, *, on: date) -> Letter:
    """Of no campaign and never kept: only to be read."""
    return Letter(**written_on(letter, campaign, catalogues, config, on=on))


def what_differs(
    letter: Letter, campaign: Campaign, catalogues: Catalogues, config: Config, *, on: date
) -> Sequence[tuple[str, str, Sequence[Piece]]] | None:
    """The parts that would be written otherwise that day; None where it would be in another language."""
    written = as_of_today(letter, campaign, catalogues, config, on=on)
    if written.language != letter.language:
        return None
    content = TemplateContent.from_json(campaign.template_version.content)
    return differences(texts_of(content, letter), texts_of(content, written))
