"""The catalogues that letters are written from, gathered from the packages in the composition root."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import current_app

from states_parties.catalogues import Criterion, LetterTable, MergeField


@dataclass(frozen=True)
class Catalogues:
    """Criteria and merge fields by name, tables by name with their columns."""

    criteria: Mapping[str, Criterion]
    fields: Mapping[str, MergeField]
    letter_tables: Mapping[str, LetterTable]

    @classmethod
    def of(
        cls, criteria: Iterable[Criterion], fields: Iterable[MergeField], tables: Iterable[LetterTable]
    ) -> "Catalogues":
        return cls(
            {each.name: each for each in criteria},
            {each.name: each for each in fields},
            {each.name: each for each in tables},
        )

    @property
    def labels(self) -> Mapping[str, str]:
        """What each criterion asks, in words."""
        return {name: criterion.label for name, criterion in self.criteria.items()}

    @property
    def tables(self) -> Mapping[str, tuple[str, ...]]:
        return {name: table.columns for name, table in self.letter_tables.items()}


def catalogues() -> Catalogues:
    """The catalogues of the running application."""
    found: Catalogues = current_app.extensions["catalogues"]
    return found
