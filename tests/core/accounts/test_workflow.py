"""Links that work once, roles that end on their day, a house that keeps an administrator."""

import threading
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask_migrate import upgrade
from flask_security import verify_password
from sqlalchemy import Update, func, select, update
from sqlalchemy.exc import OperationalError

from core.accounts import queries
from core.accounts.models import HeldRole, SingleUseLink, User
from core.accounts.rules import LINK_LASTS
from core.accounts.workflow.links import (
    invite,
    offer_first_administrator,
    offer_new_password,
    open_account,
    revoke_link,
    set_new_password,
)
from core.accounts.workflow.people import deactivate, describe_oneself, reactivate, remove_second_factor
from core.accounts.workflow.roles import change_end, give_role, withdraw_role
from core.audit.models import AuditEntry
from core.audit.workflow import Actor
from core.db import db, transaction
from core.errors import RuleViolation
from core.permissions import Right, Role, holds
from tests.factories.accounts import PASSWORD, make_account

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
BY = Actor("Command line", NOW)


def test_the_first_link_creates_the_administrator_once(app: Flask) -> None:
    with transaction():
        token = offer_first_administrator(on=TODAY, by=BY)
    assert token is not None
    with transaction():
        account = opened(token, email="Ada@Chancery.example")
    assert (account.email, account.name, account.active) == ("ada@chancery.example", "Ada", True)
    assert [(grant.role, grant.period.starts_on) for grant in fresh(account).grants] == [(Role.ADMINISTRATOR, TODAY)]
    refused_and_unchanged("This link has been used already", lambda: opened(token, email="eve@chancery.example"))
    with transaction():
        assert offer_first_administrator(on=TODAY, by=BY) is None


def test_of_two_people_following_one_link_at_the_same_moment_one_is_refused(app: Flask) -> None:
    """The second has read the link as open while the first was using it."""
    token = invited("ada@chancery.example")
    read_as_open = queries.find_link(token)
    used = update(SingleUseLink).values(used_at=NOW).execution_options(synchronize_session=False)
    with pytest.raises(RuleViolation, match="used already"), transaction():
        used_by_the_first_and_then_by_the_second(used, token)
    assert read_as_open is not None
    assert db.session.scalar(select(func.count(User.id))) == 0


def test_two_administrators_cannot_shut_each_other_out_at_the_same_moment(bare_office: Flask) -> None:
    upgrade()
    ada, bob = make_account(Role.ADMINISTRATOR).id, make_account(Role.ADMINISTRATOR).id
    first_has_written, refusals = threading.Event(), []

    def shut_out(account_id: int, *, first: bool) -> None:
        with bare_office.app_context():
            first or first_has_written.wait(5)
            try:
                with transaction():
                    deactivate(queries.get_account(account_id), on=TODAY, by=BY)
                    first_has_written.set()
                    time.sleep(0.5 if first else 0)
            except (RuleViolation, OperationalError) as refusal:  # SQLite lets only one write at a time
                refusals.append(refusal)

    threads = [threading.Thread(target=shut_out, args=[ada], kwargs={"first": True})]
    threads.append(threading.Thread(target=shut_out, args=[bob], kwargs={"first": False}))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    assert [queries.get_account(each).active for each in (ada, bob)] == [False, True]
    assert len(refusals) == 1


def test_a_new_first_link_replaces_the_one_not_yet_used(app: Flask) -> None:
    with transaction():
        first = offer_first_administrator(on=TODAY, by=BY)
    with transaction():
        second = offer_first_administrator(on=TODAY, by=BY)
    assert first is not None
    assert second is not None
    advice = "This link was replaced by a newer one. The newest is printed where Chancery was started."
    refused_and_unchanged(advice, lambda: opened(first, email="ada@chancery.example"))
    with transaction():
        opened(second, email="ada@chancery.example")


def test_the_first_link_creates_nobody_once_there_is_an_administrator(app: Flask) -> None:
    with transaction():
        token = offer_first_administrator(on=TODAY, by=BY)
    assert token is not None
    make_account(Role.ADMINISTRATOR)
    refused_and_unchanged("This link has been used already", lambda: opened(token, email="eve@chancery.example"))


def test_an_administrator_who_may_not_sign_in_is_none(app: Flask) -> None:
    """The way back into a house whose database was edited by hand."""
    account = make_account(Role.ADMINISTRATOR)
    with transaction():
        account.deactivated_at = NOW
    with transaction():
        assert offer_first_administrator(on=TODAY, by=BY) is not None


def test_a_link_opens_up_to_its_seventh_day_and_not_after(app: Flask) -> None:
    early, late = invited("early@chancery.example"), invited("late@chancery.example")
    with transaction():
        opened(early, at=NOW + LINK_LASTS - timedelta(seconds=1))
    refused_and_unchanged("This link is older than seven days", lambda: opened(late, at=NOW + LINK_LASTS))


def test_the_database_never_holds_the_token_itself(app: Flask) -> None:
    token = invited("ada@chancery.example")
    kept = db.session.scalars(select(SingleUseLink.token_hash)).all()
    assert kept == [queries.hash_of(token)]
    assert token not in kept


def test_an_invitation_gives_the_address_and_the_role_it_was_made_for(app: Flask) -> None:
    with transaction():
        token = invite(
            " Chair@Mission.example ",
            Role.CHAIR,
            convention="APMBC",
            body="Article 5",
            starts_on=date(2026, 11, 20),
            ends_before=date(2027, 12, 1),
            by=BY,
        )
    with transaction():
        account = opened(token, email="somebody-else@chancery.example")
    assert account.email == "chair@mission.example"
    assert [
        (grant.role, grant.convention, grant.body, grant.period.starts_on, grant.period.ends_before)
        for grant in fresh(account).grants
    ] == [(Role.CHAIR, "APMBC", "Article 5", date(2026, 11, 20), date(2027, 12, 1))]


def test_a_second_invitation_to_one_address_takes_the_first_back(app: Flask) -> None:
    first, second = invited("ada@chancery.example"), invited("ADA@chancery.example")
    refused_and_unchanged("This link was taken back", lambda: opened(first))
    with transaction():
        opened(second)


def test_an_address_that_has_an_account_is_not_invited_again(app: Flask) -> None:
    make_account(email="ada@chancery.example")
    refused_and_unchanged("ada@chancery.example has an account already", lambda: invited("Ada@chancery.example"))


def test_nobody_is_invited_to_a_role_that_cannot_stand(app: Flask) -> None:
    refused_and_unchanged(
        "An administrator serves the whole house, not one Convention.",
        lambda: invite("ada@chancery.example", Role.ADMINISTRATOR, convention="CCM", starts_on=TODAY, by=BY),
    )


def test_a_link_taken_back_opens_nothing_and_cannot_be_taken_back_twice(app: Flask) -> None:
    token = invited("ada@chancery.example")
    link = queries.find_link(token)
    assert link is not None
    with transaction():
        revoke_link(link, by=BY)
    refused_and_unchanged("This link was taken back", lambda: opened(token))
    refused_and_unchanged("This link is revoked", lambda: revoke_link(link, by=BY))


def test_a_link_for_a_password_opens_no_account_and_the_other_way_round(app: Flask) -> None:
    account = make_account()
    with transaction():
        password_token = offer_new_password(account, by=BY)
    refused_and_unchanged("This link is not one of ours", lambda: opened(password_token))
    token = invited("ada@chancery.example")
    refused_and_unchanged("This link is not one of ours", lambda: set_new_password(token, password="x" * 12, at=NOW))


def test_a_new_password_by_link_ends_every_session_and_works_once(app: Flask) -> None:
    account = make_account()
    session_before = account.fs_uniquifier
    with transaction():
        token = offer_new_password(account, by=BY)
    with transaction():
        set_new_password(token, password="another long password", at=NOW)
    assert verify_password("another long password", account.password)
    assert not verify_password(PASSWORD, account.password)
    assert account.fs_uniquifier != session_before
    refused_and_unchanged(
        "This link has been used already", lambda: set_new_password(token, password="a third password", at=NOW)
    )


def test_somebody_shut_out_gets_no_link_and_their_unused_one_dies(app: Flask) -> None:
    make_account(Role.ADMINISTRATOR)
    account = make_account()
    with transaction():
        token = offer_new_password(account, by=BY)
    with transaction():
        deactivate(account, on=TODAY, by=BY)
    refused_and_unchanged("This link was taken back", lambda: set_new_password(token, password="x" * 12, at=NOW))
    refused_and_unchanged("may not sign in", lambda: offer_new_password(account, by=BY))


def test_a_role_gives_its_rights_from_its_first_to_its_last_day(app: Flask) -> None:
    account = make_account(None)
    with transaction():
        give_role(account, Role.CHAIR, starts_on=date(2026, 1, 1), ends_before=date(2027, 1, 1), by=BY)
    four_days = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
    grants = fresh(account).grants
    assert [holds(grants, Right.DRAFT_LETTERS, on=day) for day in four_days] == [False, True, True, False]


def test_a_role_for_one_convention_gives_nothing_in_the_other(app: Flask) -> None:
    account = make_account(None)
    with transaction():
        give_role(account, Role.CHAIR, convention="CCM", starts_on=TODAY, by=BY)
    grants = fresh(account).grants
    assert [holds(grants, Right.DRAFT_LETTERS, on=TODAY, convention=code) for code in ("APMBC", "CCM")] == [False, True]


def test_the_same_role_is_not_given_twice_for_one_day(app: Flask) -> None:
    account = make_account(Role.MEMBER, name="Ada", starts_on=date(2026, 1, 1), ends_before=date(2027, 1, 1))
    refused_and_unchanged(
        "Ada holds this role from 1 January 2026 already.",
        lambda: give_role(account, Role.MEMBER, starts_on=date(2026, 12, 31), by=BY),
    )
    with transaction():
        give_role(account, Role.MEMBER, starts_on=date(2027, 1, 1), by=BY)
        give_role(account, Role.MEMBER, convention="CCM", starts_on=date(2026, 6, 1), by=BY)


def test_when_the_office_ends_the_right_ends_that_day(app: Flask) -> None:
    account = make_account(Role.CHAIR, starts_on=date(2026, 1, 1))
    with transaction():
        change_end(held_by(account), TODAY, on=TODAY, by=BY)
    four_days = [TODAY - timedelta(days=1), TODAY]
    assert [holds(fresh(account).grants, Right.DRAFT_LETTERS, on=day) for day in four_days] == [True, False]
    assert acts()[-1] == ("account:role-ended", account.name, "2026-11-19")


def test_a_role_that_still_runs_can_run_longer_unless_it_meets_the_next(app: Flask) -> None:
    account = make_account(Role.CHAIR, starts_on=date(2026, 1, 1), ends_before=date(2027, 1, 1))
    with transaction():
        give_role(account, Role.CHAIR, starts_on=date(2027, 3, 1), by=BY)
    first = held_by(account)
    with transaction():
        change_end(first, date(2027, 3, 1), on=TODAY, by=BY)
    assert acts()[-1] == ("account:role-extended", account.name, "2027-02-28")
    refused_and_unchanged(
        "holds this role from 1 March 2027 already",
        lambda: change_end(held_by(account), date(2027, 3, 2), on=TODAY, by=BY),
    )


def test_a_role_not_yet_begun_is_withdrawn_and_one_that_ran_is_not(app: Flask) -> None:
    account = make_account(Role.CHAIR, starts_on=date(2026, 11, 19))
    refused_and_unchanged(
        "This role began on 19 November 2026: end it instead.",
        lambda: withdraw_role(held_by(account), on=TODAY, by=BY),
    )
    later = make_account(Role.CHAIR, starts_on=TODAY)
    with transaction():
        withdraw_role(held_by(later), on=TODAY, by=BY)
    assert fresh(later).grants == ()
    assert acts()[-1] == ("account:role-withdrawn", later.name, None)


def test_the_last_administrator_can_neither_be_shut_out_nor_ended_nor_limited(app: Flask) -> None:
    ada = make_account(Role.ADMINISTRATOR, name="Ada")
    refused_and_unchanged(
        "From 20 November 2026 nobody would be administrator.", lambda: deactivate(ada, on=TODAY, by=BY)
    )
    refused_and_unchanged(
        "From 1 January 2027 nobody would be administrator.",
        lambda: change_end(held_by(ada), date(2027, 1, 1), on=TODAY, by=BY),
    )


def test_a_successor_who_is_shut_out_does_not_count(app: Flask) -> None:
    ada, bob = make_account(Role.ADMINISTRATOR), make_account(Role.ADMINISTRATOR)
    with transaction():
        deactivate(bob, on=TODAY, by=BY)
    refused_and_unchanged("nobody would be administrator", lambda: deactivate(ada, on=TODAY, by=BY))
    with transaction():
        reactivate(bob, by=BY)
    with transaction():
        deactivate(ada, on=TODAY, by=BY)
    assert (ada.active, bob.active) == (False, True)


def test_an_administrator_may_leave_on_the_day_the_successor_begins(app: Flask) -> None:
    ada = make_account(Role.ADMINISTRATOR)
    make_account(Role.ADMINISTRATOR, starts_on=date(2027, 1, 1))
    with transaction():
        change_end(held_by(ada), date(2027, 1, 1), on=TODAY, by=BY)
    assert held_by(ada).ends_before == date(2027, 1, 1)


def test_a_successor_not_yet_begun_is_not_withdrawn_when_nobody_else_follows(app: Flask) -> None:
    make_account(Role.ADMINISTRATOR, ends_before=date(2027, 1, 1))
    successor = make_account(Role.ADMINISTRATOR, starts_on=date(2027, 1, 1))
    refused_and_unchanged(
        "From 1 January 2027 nobody would be administrator.",
        lambda: withdraw_role(held_by(successor), on=TODAY, by=BY),
    )


def test_shutting_out_ends_the_sessions_for_good(app: Flask) -> None:
    make_account(Role.ADMINISTRATOR)
    account = make_account()
    session_before = account.fs_uniquifier
    with transaction():
        deactivate(account, on=TODAY, by=BY)
    with transaction():
        reactivate(account, by=BY)
    assert queries.find_signed_in(session_before) is None


def test_a_second_factor_is_removed_with_its_recovery_codes(app: Flask) -> None:
    account = make_account()
    with transaction():
        account.tf_primary_method, account.tf_totp_secret = "authenticator", "{}"
        account.mf_recovery_codes = ["one", "two"]
    with transaction():
        remove_second_factor(account, by=BY)
    assert (account.has_second_factor, account.mf_recovery_codes or []) == (False, [])
    refused_and_unchanged("has no second factor", lambda: remove_second_factor(account, by=BY))


def test_saving_oneself_unchanged_leaves_no_trace(app: Flask) -> None:
    account = make_account(name="Ada")
    with transaction():
        describe_oneself(account, name="Ada ", language="en", by=BY)
    assert acts() == []
    with transaction():
        describe_oneself(account, name="Ada Lovelace", language="fr", by=BY)
    assert [act for act, *_ in acts()] == ["account:described"]


def test_every_link_made_is_told_in_the_audit_without_its_token(app: Flask) -> None:
    token = invited("ada@chancery.example")
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.act, entry.subject_kind, entry.subject_name) == ("link:invited", "link", "ada@chancery.example")
    assert token not in str(entry.details)


def used_by_the_first_and_then_by_the_second(used: Update, token: str) -> None:
    db.session.execute(used)
    opened(token)


def invited(email: str) -> str:
    with transaction():
        return invite(email, Role.MEMBER, starts_on=TODAY, by=BY)


def opened(token: str, *, email: str | None = None, at: datetime = NOW) -> User:
    return open_account(token, name=" Ada ", email=email, password="a very long password", on=at.date(), at=at)


def held_by(account: User) -> HeldRole:
    """The person's first role."""
    return queries.get_role_held(account.id, fresh(account).roles_held[0].id)


def fresh(account: User) -> User:
    """The account as the next request reads it."""
    db.session.expire_all()
    account.__dict__.pop("grants", None)
    return queries.get_account(account.id)


def acts() -> list[tuple[str, str, str | None]]:
    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    return [(entry.act, entry.subject_name, entry.details.get("last_day")) for entry in entries]


def refused_and_unchanged(message: str, act: object) -> None:
    """The act is refused with that message, and no row of accounts, roles, links or audit is other than before."""
    before = everything()
    with pytest.raises(RuleViolation) as refusal, transaction():
        act()  # type: ignore[operator]
    assert message in refusal.value.message
    assert everything() == before


def everything() -> list[object]:
    db.session.expire_all()
    counted = [db.session.scalar(select(func.count()).select_from(table)) for table in (AuditEntry, User)]
    links = db.session.execute(
        select(SingleUseLink.id, SingleUseLink.used_at, SingleUseLink.revoked_at).order_by(SingleUseLink.id)
    ).all()
    roles = db.session.execute(
        select(HeldRole.id, HeldRole.starts_on, HeldRole.ends_before).order_by(HeldRole.id)
    ).all()
    people = db.session.execute(select(User.id, User.deactivated_at, User.password).order_by(User.id)).all()
    return [counted, links, roles, people]
