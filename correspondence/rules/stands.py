"""The word for where a campaign stands, the same wherever it is told."""

from correspondence.rules.circulation import MEANINGS, Stage
from correspondence.rules.standing import Standing, meaning_of


def stands_in_words(standing: Standing, stage: Stage | None) -> tuple[str, str]:
    """The word and the shape it is shown with. stage: of its circulation, which says more while it is circulated."""
    if standing is Standing.CIRCULATED and stage is not None:
        return stage.value, MEANINGS[stage]
    return standing.value, meaning_of(standing)
