"""The documents of a dossier as its page shows them: a card for each, with its ways and its earlier versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from core.look.panels import Panel
from core.web import link
from core.wording import day_in_words
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.days import Reckoned
from extension_requests.queries.documents import OnFile, documents_of
from extension_requests.routes.counter import address_of, slug_here
from extension_requests.routes.documents import document_file, title_of, type_of
from extension_requests.routes.sight import Sight
from extension_requests.rules.documents import ALWAYS_PUBLIC, NEVER_PUBLIC, DocumentKind, Visibility
from meetings.forms.papers import LANGUAGE_NAMES


@dataclass(frozen=True)
class Card:
    """ways, older: (words, address)."""

    title: str
    details: str
    note: str
    group_only: bool
    ways: Sequence[tuple[str, str]]
    older: Sequence[tuple[str, str]]


def documents(dossier: Dossier, seen: Sight, reckoned: Reckoned) -> Panel:
    """What is on file, as far as the person reads it."""
    slug = slug_here()
    cards = [_card(each, dossier, slug, seen) for each in documents_of(dossier, inside=seen.inside)]
    adds = link("extension_requests.add_dossier_document", **address_of(dossier, slug)) if seen.keeps else ""
    return Panel("documents", _("Documents"), "extension_requests/_documents.html", {"cards": cards, "adds": adds})


def _card(each: OnFile, dossier: Dossier, slug: str, seen: Sight) -> Card:
    newest = each.newest
    language = LANGUAGE_NAMES[newest.language]
    told = _("version %(number)s", number=newest.version)
    return Card(
        title_of(newest),
        f"{language} · {told} · {day_in_words(newest.dated_on, 'EN')}",
        newest.note,
        newest.visibility is Visibility.GROUP,
        list(_ways(each, dossier, slug, seen)),
        [(_older_words(row), document_file(dossier, slug, row.id)) for row in each.older],
    )


def _ways(each: OnFile, dossier: Dossier, slug: str, seen: Sight) -> Sequence[tuple[str, str]]:
    newest = each.newest
    here = {**address_of(dossier, slug), "document_id": newest.id}
    ways = [(type_of(newest.media_type), document_file(dossier, slug, newest.id))]
    if each.older:
        ways.append((_("What changed"), link("extension_requests.dossier_document_changes", **here)))
    issued = newest.kind is DocumentKind.ANALYSIS and newest.visibility is Visibility.PUBLIC
    if seen.keeps and not issued and newest.kind not in (*NEVER_PUBLIC, *ALWAYS_PUBLIC):
        words = _("Open it to everybody") if newest.visibility is Visibility.GROUP else _("Keep it with the group")
        ways.append((words, link("extension_requests.dossier_document_readers", **here)))
    if seen.keeps and not issued and newest.kind is not DocumentKind.DECISION:
        ways.append((_("Filed by mistake…"), link("extension_requests.take_document_off", **here)))
    return ways


def _older_words(row: Any) -> str:
    return _(
        "Version %(number)s, %(day)s, %(type)s",
        number=row.version,
        day=day_in_words(row.dated_on, "EN"),
        type=type_of(row.media_type),
    )
