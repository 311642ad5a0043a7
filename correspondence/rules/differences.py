"""What changed between two versions of a template, paragraph by paragraph, word by word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.differences import Piece, words
from correspondence.rules.bodies import LANGUAGES, Paragraph, TemplateContent


@dataclass(frozen=True)
class ParagraphChange:
    """One paragraph that differs. kind: added, removed, changed or moved; texts: pieces by changed language."""

    id: str
    kind: str
    condition: tuple[str, str]
    texts: Mapping[str, Sequence[Piece]]


def changes_between(old: TemplateContent, new: TemplateContent) -> list[ParagraphChange]:
    """The paragraphs that differ, in the order of the new version, the removed ones last; the subject as “subject”."""
    before = {paragraph.id: paragraph for paragraph in _with_subject(old)}
    after = {paragraph.id: paragraph for paragraph in _with_subject(new)}
    kept_order = [id for id in before if id in after]
    moved = {id for id, other in zip([id for id in after if id in before], kept_order, strict=True) if id != other}
    changes = [
        change
        for id, paragraph in after.items()
        if (change := _change(before.get(id), paragraph, moved=id in moved)) is not None
    ]
    removed = [paragraph for id, paragraph in before.items() if id not in after]
    return changes + [
        ParagraphChange(
            each.id, "removed", (each.when, ""), {code: words(text, "") for code, text in each.texts.items()}
        )
        for each in removed
    ]


def _with_subject(content: TemplateContent) -> list[Paragraph]:
    return [Paragraph("subject", "always", content.subject), *content.paragraphs]


def _change(old: Paragraph | None, new: Paragraph, *, moved: bool) -> ParagraphChange | None:
    if old is None:
        return ParagraphChange(
            new.id, "added", ("", new.when), {code: words("", text) for code, text in new.texts.items()}
        )
    changed = {
        code: words(old.texts.get(code, ""), new.texts.get(code, ""))
        for code in LANGUAGES
        if old.texts.get(code) != new.texts.get(code)
    }
    if old != new:
        return ParagraphChange(new.id, "changed", (old.when, new.when), changed)
    return ParagraphChange(new.id, "moved", (old.when, new.when), {}) if moved else None
