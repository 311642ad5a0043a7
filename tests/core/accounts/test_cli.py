"""flask accounts, as whoever runs the server meets it."""

from flask import Flask
from sqlalchemy import func, select

from core.accounts.models import SingleUseLink
from core.db import db
from core.permissions import Role
from tests.factories.accounts import make_account
from tests.factories.offices import make_body


def test_the_first_link_is_printed_whole_and_only_while_there_is_no_administrator(app: Flask) -> None:
    run = app.test_cli_runner()
    first = run.invoke(args=["accounts", "first-link"])
    assert (first.exit_code, first.output.startswith("http://127.0.0.1:8000/welcome/")) == (0, True)
    make_account(Role.ADMINISTRATOR)
    refused = run.invoke(args=["accounts", "first-link"])
    assert (refused.exit_code, refused.output) == (
        2,
        "Error: There is an administrator already; an administrator can make links.\n",
    )


def test_an_invitation_is_printed_or_refused_by_name(app: Flask) -> None:
    run = app.test_cli_runner()
    chair = ["accounts", "invite", "chair@mission.example", "--role", "chair"]
    made = run.invoke(args=[*chair, "--convention", "CCM", "--from", "2026-12-01", "--last-day", "2027-11-30"])
    assert made.output.startswith("http://127.0.0.1:8000/welcome/")
    assert "It begins with CHANCERY_BASE_URL, http://127.0.0.1:8000" in made.stderr
    refusals = [
        run.invoke(args=[*chair, "--convention", "CWC"]).output,
        run.invoke(args=[*chair, "--from", "1 December"]).output,
        run.invoke(args=[*chair, "--from", "2026-12-01", "--last-day", "2026-11-30"]).output,
    ]
    assert refusals == [
        "Error: “CWC” is no Convention of this house: APMBC, CCM.\n",
        "Error: “1 December” is not a day. Write it as year-month-day, for example 2021-03-03.\n",
        "Error: The last day, 30 November 2026, lies before the first day, 1 December 2026.\n",
    ]
    assert db.session.scalar(select(func.count(SingleUseLink.id))) == 1


def test_a_body_is_given_by_slug_or_name_and_an_unknown_one_is_refused_with_the_nearest(app: Flask) -> None:
    make_body("cooperative-compliance", name_en="Committee on Cooperative Compliance")
    run = app.test_cli_runner()
    chair = ["accounts", "invite", "chair@mission.example", "--role", "chair", "--body"]
    refusals = [
        run.invoke(args=[*chair, "Comittee on Cooperative Compliance", "--convention", "APMBC"]).output,
        run.invoke(args=[*chair, "cooperative-compliance"]).output,
    ]
    assert refusals == [
        "Error: “Comittee on Cooperative Compliance” is no body of the APMBC. "
        "Did you mean Committee on Cooperative Compliance?\n",
        "Error: “cooperative-compliance” is a body of one Convention: choose which.\n",
    ]
    assert db.session.scalar(select(func.count(SingleUseLink.id))) == 0
    for body in ("Committee on Cooperative Compliance", "cooperative-compliance"):
        assert run.invoke(args=[*chair, body, "--convention", "APMBC"]).exit_code == 0
    assert set(db.session.scalars(select(SingleUseLink.body))) == {"cooperative-compliance"}


def test_the_list_names_people_their_roles_today_and_whether_they_may_come_in(app: Flask) -> None:
    make_account(Role.CHAIR, name="Ada", email="ada@chancery.example", convention="CCM")
    make_account(None, name="Bob", email="bob@chancery.example")
    assert app.test_cli_runner().invoke(args=["accounts", "list"]).output.splitlines() == [
        "ada@chancery.example\tAda\tchair\tpassword only\tactive",
        "bob@chancery.example\tBob\tno role today\tpassword only\tactive",
    ]
