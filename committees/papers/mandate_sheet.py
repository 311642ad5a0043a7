"""The mandate sheet of a body: what it is, how it is made up, what it is charged to do, and since when."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from committees.rules.composition_words import composition_in_words, places_in_words
from core.docx.papers import Bullet, Grid, Heading, Numbered, PaperDocument, Part, Text
from core.periods import A_DAY
from core.wording import day_in_words, sources_in_words


def mandate_sheet(
    body: Any,
    *,
    convention_title: str,
    composition: Any | None,
    places: Sequence[Any],
    mandate: Any | None,
    versions: Sequence[Any],
    names: Mapping[str, str],
    on: date,
) -> PaperDocument:
    """body, composition, places, mandate, versions: rows as of `on`, versions the newest first.

    names: of bodies by their slug.
    """
    parts: list[Part] = [
        Text(_body_in_words(body, on)),
        Heading("Composition"),
        *composition_parts(composition, places, names),
    ]
    parts += [Heading("Mandate"), *mandate_parts(mandate)]
    if versions:
        parts += [Heading("History of the mandate"), _history(versions)]
    day = day_in_words(on, "EN")
    return PaperDocument(
        title=f"Mandate of the {body.name_en}",
        subtitle=f"As of {day}",
        parts=parts,
        letterhead=convention_title,
        running=f"Mandate of the {body.name_en}",
        footer=f"Mandate sheet as of {day}. Points in our own words; compare with the decisions.",
    )


def composition_parts(composition: Any | None, places: Sequence[Any], names: Mapping[str, str]) -> list[Part]:
    """How the body is made up: by election, and who else has a place at its table."""
    if composition is None:
        return [Text("No composition is in force on this day.")]
    parts: list[Part] = [Text(composition_in_words(composition))]
    parts += [Bullet(f"{heading}: {who}") for heading, who in places_in_words(places, names)]
    sources = dict.fromkeys(row.source for row in (composition, *places))
    decided = decision_in_words(composition)
    told = f"Decided at: {decided}. " if decided else ""
    return [*parts, Text(f"{told}Source: {sources_in_words(';'.join(sources))}.")]


def mandate_parts(mandate: Any | None) -> list[Part]:
    """The points, and since when they hold by which decision."""
    if mandate is None:
        return [Text("No mandate is on record for this day.")]
    decided = decision_in_words(mandate)
    from_day = day_in_words(mandate.starts_on, "EN")
    told = f"Version {mandate.version}, in force from {from_day}"
    told += f", decided at: {decided}. " if decided else ". "
    return [*(Numbered(point) for point in mandate.points), Text(f"{told}Source: {sources_in_words(mandate.source)}.")]


def decision_in_words(row: Any) -> str:
    """18MSP, APLC/MSP.18/2020/10, para 24. Of a mandate or a composition; "" where nothing is on record."""
    paragraph = f"para{'s' if '-' in row.paragraph or ' and ' in row.paragraph else ''} {row.paragraph}"
    return ", ".join(filter(None, (row.decided_at, row.document, paragraph if row.paragraph else "")))


def _body_in_words(body: Any, on: date) -> str:
    begun = f"established at the {body.established_at}" if body.established_at else "on record"
    text = f"Kind of body: {body.kind.value}; {begun}, in place from {day_in_words(body.starts_on, 'EN')}."
    if body.ends_before is not None:
        ended = "was discontinued" if body.ends_before <= on else "is discontinued"
        at = f" at the {body.discontinued_at}" if body.discontinued_at else ""
        text += f" It {ended}{at}: its last day {'was' if body.ends_before <= on else 'is'} "
        text += f"{day_in_words(body.ends_before - A_DAY, 'EN')}."
    return text


def _history(versions: Sequence[Any]) -> Grid:
    rows = [
        (
            str(each.version),
            day_in_words(each.starts_on, "EN"),
            day_in_words(each.ends_before - A_DAY, "EN") if each.ends_before else "",
            decision_in_words(each),
            str(len(each.points)),
        )
        for each in versions
    ]
    return Grid(("Version", "From", "To", "Decided at", "Points"), rows, (2, 4, 4, 8, 2))
