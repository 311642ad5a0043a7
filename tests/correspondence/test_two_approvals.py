"""Two approve at the same moment, on connections of their own: no number twice, none passed over."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select

from core.accounts.models import User
from core.db import db, transaction
from core.errors import RuleViolation
from correspondence.models.approval import Approval, Reference
from correspondence.models.campaigns import Campaign
from correspondence.queries.campaigns import get_campaign
from correspondence.queries.references import gaps_in_series
from correspondence.workflow.approval import approve
from tests.correspondence.drafts import acting_as, drafted, make_office, prepared


@pytest.fixture
def office(bare_office: Flask) -> Flask:
    upgrade()
    return bare_office


def test_of_two_approvals_at_once_one_is_told_that_its_numbers_are_gone(office: Flask) -> None:
    with transaction():
        people = make_office()
    campaigns = [drafted(people).id for _ in range(2)]
    colleague = people.colleague.id
    digests = {id: prepared(get_campaign("APMBC", id)).digest for id in campaigns}
    db.session.remove()
    together = Barrier(2)

    def approved(campaign_id: int, digest: str) -> str:
        with office.app_context():
            by = acting_as(db.session.get_one(User, colleague))
            together.wait()
            try:
                with transaction():
                    approve(db.session.get_one(Campaign, campaign_id), manifest_sha256=digest, by=by)
            except RuleViolation as refusal:
                return refusal.message
            return ""

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(lambda id: approved(id, digests[id]), campaigns))
    assert sorted(map(bool, told)) == [False, True]
    assert "the manifest is another one by now" in max(told)
    refused = campaigns[0] if told[0] else campaigns[1]
    by = acting_as(db.session.get_one(User, colleague))
    again = get_campaign("APMBC", refused)
    with transaction():
        approve(again, manifest_sha256=prepared(again).digest, by=by)
    assert len(db.session.scalars(select(Approval)).all()) == 2
    assert sorted(db.session.scalars(select(Reference.number))) == [1, 2, 3, 4, 5, 6]
    assert gaps_in_series("APMBC") == []


def test_one_campaign_is_approved_once_however_often_at_once(office: Flask) -> None:
    with transaction():
        people = make_office()
    campaign_id, colleague = drafted(people).id, people.colleague.id
    digest = prepared(get_campaign("APMBC", campaign_id)).digest
    db.session.remove()
    together = Barrier(3)

    def approved(_number: int) -> bool:
        with office.app_context():
            by = acting_as(db.session.get_one(User, colleague))
            together.wait()
            try:
                with transaction():
                    approve(db.session.get_one(Campaign, campaign_id), manifest_sha256=digest, by=by)
            except RuleViolation:
                return False
            return True

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(approved, range(3))) == [False, False, True]
    assert sorted(db.session.scalars(select(Reference.number))) == [1, 2, 3]
