"""Keeping letter templates: each edit is a new version, and every version is complete in all languages."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from core.audit.workflow import Actor, record
from core.db import Ref, db
from core.errors import RuleViolation, Shortcomings
from correspondence.catalogues import Catalogues
from correspondence.models.templates import LetterTemplate, TemplateVersion
from correspondence.rules.bodies import FORMS, TemplateContent, shortcomings
from correspondence.shipped import ShippedTemplate


def load_shipped_templates(shipped: list[ShippedTemplate], catalogues: Catalogues, *, by: Actor) -> list[str]:
    """Every shipped template is there, in its newest shipped wording unless the office has edited it.

    Returns a sentence for each template whose own wording the office keeps although a newer one was shipped.
    """
    kept = []
    for each in shipped:
        template = _template_like(each.content)
        newest = template.versions[0] if template.versions else None
        if any(version.shipped_sha256 == each.sha256 for version in template.versions):
            continue
        if newest is not None and newest.shipped_sha256 is None:
            kept.append(
                f"{each.content.name}, {FORMS[each.content.form]}, {each.content.convention}:"
                f" a newer wording was shipped; version {newest.number} of {newest.made_by} stays in use."
            )
            continue
        _add_version(template, each.content, catalogues, by=by, note="As shipped", shipped_sha256=each.sha256)
    return kept


def save_version(
    template: LetterTemplate, content: TemplateContent, catalogues: Catalogues, *, by: Actor, note: str, based_on: int
) -> TemplateVersion:
    """The next version of a template.

    Raises Shortcomings naming paragraph and language, and RuleViolation when another version came in between.
    """
    newest = template.versions[0]
    if newest.number != based_on:
        raise RuleViolation(
            f"{newest.made_by} saved version {newest.number} while you were editing version {based_on}."
            " Nothing was saved; compare both and apply your change to the newest."
        )
    if TemplateContent.from_json(newest.content) == content:
        raise RuleViolation("Nothing differs from the present version.")
    return _add_version(template, content, catalogues, by=by, note=note)


def _template_like(content: TemplateContent) -> LetterTemplate:
    found = db.session.scalar(
        select(LetterTemplate)
        .where(
            LetterTemplate.convention == content.convention,
            LetterTemplate.slug == content.slug,
            LetterTemplate.form == content.form,
        )
        .options(selectinload(LetterTemplate.versions))
    )
    if found is None:
        found = LetterTemplate(convention=content.convention, slug=content.slug, form=content.form, versions=[])
        db.session.add(found)
        db.session.flush()
    return found


def _add_version(
    template: LetterTemplate,
    content: TemplateContent,
    catalogues: Catalogues,
    *,
    by: Actor,
    note: str,
    shipped_sha256: str | None = None,
) -> TemplateVersion:
    if found := shortcomings(content, fields=catalogues.fields, criteria=catalogues.criteria, tables=catalogues.tables):
        raise Shortcomings(found, what=f"The template “{content.name}” cannot be used yet")
    version = TemplateVersion(
        template_id=template.id,
        number=template.versions[0].number + 1 if template.versions else 1,
        content=content.to_json(),
        shipped_sha256=shipped_sha256,
        made_at=by.at,
        made_by=by.name,
        note=note,
    )
    template.versions.insert(0, version)
    db.session.flush()
    record("template:saved", Ref("template", str(template.id)), content.name, by=by, version=version.number, note=note)
    return version
