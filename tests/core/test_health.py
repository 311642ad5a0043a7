"""Whoever watches the installation learns what is wrong with it, and nothing else."""

import dataclasses
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import delete, text

from application import create_app, load_shipped
from core.audit.workflow import Actor
from core.db import db, transaction
from core.jobs.workflow import Job, run_job
from core.outbox.workflow.mailings import make_mailing
from core.outbox.workflow.messages import Wanted, put_out_all
from core.registers.models import ShippedFile
from tests.conftest import NOW, config_for_tests

TOKEN = "a-token-for-the-tests"


@pytest.fixture
def office(bare_office: Flask) -> Flask:
    upgrade()
    load_shipped()
    return bare_office


def test_all_is_well_when_database_schema_and_jobs_are(office: Flask) -> None:
    run_job(office, Job("heartbeat", 30, lambda: None))
    answer = office.test_client().get("/healthz")
    assert answer.status_code == 200
    assert answer.json == {
        "status": "ok",
        "database": "reachable",
        "schema": "current",
        "registers": "loaded",
        "jobs": "running",
        "mail": "test",
    }


def test_without_jobs_pages_are_still_served_but_the_watcher_is_told(office: Flask) -> None:
    answer = office.test_client().get("/healthz")
    assert answer.status_code == 200
    assert answer.json == {
        "status": "degraded",
        "database": "reachable",
        "schema": "current",
        "registers": "loaded",
        "jobs": "not running",
        "mail": "test",
    }


def test_a_failing_job_is_named(office: Flask) -> None:
    run_job(office, Job("heartbeat", 30, lambda: None))
    with pytest.raises(ZeroDivisionError):
        run_job(office, Job("forget expired invitations", 30, lambda: print(1 / 0)))
    answer = office.test_client().get("/healthz")
    assert answer.json == {
        "status": "degraded",
        "database": "reachable",
        "schema": "current",
        "registers": "loaded",
        "jobs": "failing: forget expired invitations",
        "mail": "test",
    }


def test_live_without_a_mail_server_is_told(office: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    run_job(office, Job("heartbeat", 30, lambda: None))
    live = dataclasses.replace(office.config["CHANCERY"], mail_mode="live")
    monkeypatch.setitem(office.config, "CHANCERY", live)
    answer = office.test_client().get("/healthz").json
    assert answer is not None
    assert (answer["status"], answer["mail"]) == ("degraded", "live, without a mail server")


def test_prometheus_reads_what_waits_in_the_outbox(
    office: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction():
        by = Actor("Ms Officer", NOW)
        mailing = make_mailing("notice", "Notices", None, NOW, None, True, by)
        put_out_all(mailing, [Wanted(str(number), f"m{number}@state.example") for number in range(3)])
    monkeypatch.setitem(office.extensions, "metrics token", TOKEN)
    answer = office.test_client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert 'chancery_outbox_messages{state="due"} 3.0' in answer.text


def test_an_old_schema_is_unwell_and_says_what_to_do(office: Flask) -> None:
    with transaction():
        db.session.execute(text("UPDATE alembic_version SET version_num = 'of last year'"))
    answer = office.test_client().get("/healthz")
    assert answer.status_code == 503
    assert answer.json == {
        "status": "unwell",
        "database": "reachable",
        "schema": "not current: run flask prepare",
    }


def test_a_database_that_does_not_answer_is_unwell(tmp_path: Path) -> None:
    config = config_for_tests(f"sqlite:///{tmp_path / 'no such folder' / 'x.sqlite3'}", tmp_path)
    answer = create_app(config).test_client().get("/healthz")
    assert answer.status_code == 503
    assert answer.json == {"status": "unwell", "database": "the database does not answer"}


def test_without_the_shipped_registers_it_is_unwell(office: Flask) -> None:
    with transaction():
        db.session.execute(delete(ShippedFile).where(ShippedFile.register == "states"))
    answer = office.test_client().get("/healthz")
    assert answer.status_code == 503
    assert answer.json == {
        "status": "unwell",
        "database": "reachable",
        "schema": "current",
        "registers": "not loaded: run flask prepare",
    }


def office_with_token(tmp_path: Path, token: str) -> FlaskClient:
    config = config_for_tests(f"sqlite:///{tmp_path / 'x.sqlite3'}", tmp_path)
    return create_app(dataclasses.replace(config, metrics_token=token)).test_client()


def test_prometheus_reads_requests_by_route_with_its_token(tmp_path: Path) -> None:
    client = office_with_token(tmp_path, TOKEN)
    client.get("/healthz?name=somebody")
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    families = {family.name: family for family in text_string_to_metric_families(answer.text)}
    counts = {
        sample.labels["route"]: sample.value
        for sample in families["chancery_request_seconds"].samples
        if sample.name.endswith("_count") and sample.labels["status"] == "503"
    }
    assert counts["/healthz"] >= 1
    assert "somebody" not in answer.text


@pytest.mark.parametrize(
    ("token", "given"),
    [(TOKEN, "Bearer another"), (TOKEN, "Bearer "), (TOKEN, TOKEN), ("", "Bearer "), ("", "Bearer None")],
)
def test_a_wrong_token_reads_nothing(tmp_path: Path, token: str, given: str) -> None:
    answer = office_with_token(tmp_path, token).get("/metrics", headers={"Authorization": given})
    assert answer.status_code == 401
    assert "chancery_request_seconds" not in answer.text
