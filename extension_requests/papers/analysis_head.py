"""What stands over an analysis: its meeting, the item of the agenda, the group with its members."""

from datetime import date

from sqlalchemy import select

from conventions.models import Meeting
from conventions.queries import find_meeting, meeting_order
from core.db import db
from extension_requests.models.dossiers import Dossier
from extension_requests.papers.analysis import Head
from extension_requests.queries.group import group_name, members_of, taking_part
from meetings.models.papers import MeetingPaper, PaperOfItem
from meetings.papers.heading import place_and_days
from meetings.queries.agenda import agenda_of
from states_parties.models import State

WITH_DECISION = ("CCM",)  # Source: papers of the CCM's 13MSP


def head_of(dossier: Dossier, *, dated_on: date, on: date, version: int | None) -> Head:
    """on: the day of the members of the group. version: None for the text that is issued."""
    meeting = find_meeting(dossier.convention, dossier.meeting) if dossier.meeting else None
    formal = meeting_order(dossier.convention).find(dossier.meeting) if dossier.meeting else None
    return Head(
        convention=dossier.convention,
        symbol=dossier.symbol if version is None else "",
        dated_on=dated_on,
        meeting=formal.name if formal else "",
        where=place_and_days(meeting) if meeting else "",
        item=_item(dossier, meeting) if meeting else "",
        title=title_of(dossier),
        group=group_name(dossier),
        members=[each.name for each in taking_part(members_of(dossier, on=on))],
        version=version,
    )


def title_of(dossier: Dossier) -> str:
    """Analysis of the request of Chad for an extension of the deadline under Article 5"""
    row = db.session.execute(select(State.name_en, State.article_en).where(State.iso3 == dossier.iso3)).one()
    state = row.name_en if row.article_en == "-" else f"{row.article_en} {row.name_en}"
    draft = " and draft decision" if dossier.convention in WITH_DECISION else ""
    return f"Analysis of the request of {state} for an extension of the deadline under Article {dossier.article}{draft}"


def _item(dossier: Dossier, meeting: Meeting) -> str:
    """The item of the agenda to which the paper with its symbol belongs, "" while it has none."""
    if not dossier.symbol:
        return ""
    item_id = db.session.scalar(
        select(PaperOfItem.item_id)
        .join(MeetingPaper, MeetingPaper.id == PaperOfItem.paper_id)
        .where(MeetingPaper.symbol == dossier.symbol)
        .order_by(PaperOfItem.item_id)
        .limit(1)
    )
    line = agenda_of(meeting.id).by_id.get(item_id) if item_id is not None else None
    return f"Item {line.label}" if line else ""
