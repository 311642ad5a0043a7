"""Every address, tried for real by every role: who gets in (+) and who is turned away (.).

A new address without a row fails. A row states what the office wants, not what the code does: change it on purpose.
"""

from typing import NamedTuple

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from core.permissions import Role
from tests.factories.accounts import make_account, sign_in

ROLES = {
    "?": None,  # not signed in
    "A": Role.ADMINISTRATOR,
    "I": Role.ISU_OFFICER,
    "P": Role.PRESIDENT,
    "C": Role.CHAIR,
    "M": Role.MEMBER,
    "N": Role.ANALYST,
    "O": Role.OBSERVER,
}

TABLE = """
visitor   ? A I P C M N O
GET       . + + + + + . .   /<convention:convention>/letters
GET       . + + + + + . .   /<convention:convention>/letters/<int:campaign_id>
GET/POST  . + + + + . . .   /<convention:convention>/letters/<int:campaign_id>/cancel
GET       . + + + + + . .   /<convention:convention>/letters/<int:campaign_id>/letters.zip
GET       . + + + + + . .   /<convention:convention>/letters/<int:campaign_id>/manifest.csv
GET       . + + + + + . .   /<convention:convention>/letters/<int:campaign_id>/states/<slug>
GET       . + + + + + . .   /<convention:convention>/letters/<int:campaign_id>/states/<slug>.docx
GET/POST  . + + + + . . .   /<convention:convention>/letters/new
GET       . + + + + + . .   /<convention:convention>/letters/templates
GET       . + + + + + . .   /<convention:convention>/letters/templates/<slug>/<form>
GET/POST  . + + . . . . .   /<convention:convention>/letters/templates/<slug>/<form>/paragraphs/<id>
GET/POST  . + + . . . . .   /<convention:convention>/letters/templates/<slug>/<form>/paragraphs/<id>/after
POST      . + + . . . . .   /<convention:convention>/letters/templates/<slug>/<form>/paragraphs/<id>/move/<direction>
GET/POST  . + + . . . . .   /<convention:convention>/letters/templates/<slug>/<form>/paragraphs/<id>/remove
GET       . + + + + + . .   /<convention:convention>/letters/templates/<slug>/<form>/preview
GET/POST  . + + . . . . .   /<convention:convention>/letters/templates/<slug>/<form>/subject
GET       . + + + + + . .   /<convention:convention>/letters/templates/<slug>/<form>/versions/<int:older>/<int:newer>
GET/POST  . + + + + + + +   /account
GET/POST  . + + + + + + +   /account/password
GET/POST  . + + + + + + +   /account/recovery-codes
GET/POST  . + + + + + + +   /account/second-factor
POST      . + + + + + + +   /account/second-factor/<token>
GET       . + + + + + + +   /account/welcome
GET       + + + + + + + +   /healthz
GET/POST  . + + . . . . .   /letters/house-style
GET       . + + . . . . .   /letters/house-style/<int:style_id>.docx
GET/POST  . + + . . . . .   /letters/house-style/<int:style_id>/retire
GET       . + + . . . . .   /letters/house-style/shipped.docx
POST      + + + + + + + +   /look/language
POST      + + + + + + + +   /look/theme
GET       . + . . . . . .   /metrics
GET/POST  + + + + + + + +   /recovery
GET/POST  + + + + + + + +   /recovery/<token>
GET       . + . . . . . .   /settings/audit
GET       . + . . . . . .   /settings/invitations
GET/POST  . + . . . . . .   /settings/invitations/<int:link_id>
GET/POST  . + . . . . . .   /settings/invitations/new
GET       . + . . . . . .   /settings/people
GET       . + . . . . . .   /settings/people/<int:account_id>
GET/POST  . + . . . . . .   /settings/people/<int:account_id>/deactivate
POST      . + . . . . . .   /settings/people/<int:account_id>/link
POST      . + . . . . . .   /settings/people/<int:account_id>/reactivate
POST      . + . . . . . .   /settings/people/<int:account_id>/roles
GET/POST  . + . . . . . .   /settings/people/<int:account_id>/roles/<int:held_id>
POST      . + . . . . . .   /settings/people/<int:account_id>/roles/<int:held_id>/withdraw
GET/POST  . + . . . . . .   /settings/people/<int:account_id>/second-factor
GET       . + . . . . . .   /settings/people/roles
GET/POST  + + + + + + + +   /sign-in
GET/POST  . + + + + + + +   /sign-in/again
GET/POST  + + + + + + + +   /sign-in/choice
GET/POST  + + + + + + + +   /sign-in/code
GET/POST  + + + + + + + +   /sign-in/recovery-code
GET/POST  + + + + + + + +   /sign-in/rescue
POST      . + + + + + + +   /sign-out
GET       . + . . . . . .   /style
GET/POST  + + + + + + + +   /welcome/<token>
"""

# What stands for <name> in an address; where nothing is found there, being told so is not being turned away.
SAMPLES = {
    "convention": "APMBC",
    "iso3": "TCD",
    "slug": "article-7",
    "form": "letter",
    "id": "opening",
    "direction": "up",
}


class Door(NamedTuple):
    method: str
    rule: str


def parsed() -> dict[str, dict[Door, bool]]:
    """For each visitor, which doors open."""
    (_, *visitors), *rows = [line.split() for line in TABLE.strip().splitlines()]
    return {
        visitor: {Door(method, row[-1]): row[1 + place] == "+" for row in rows for method in row[0].split("/")}
        for place, visitor in enumerate(visitors)
    }


def doors(app: Flask) -> dict[Door, Rule]:
    return {
        Door(method, rule.rule): rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and not rule.endpoint.endswith(".static")
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    }


def address(app: Flask, rule: Rule) -> str:
    values: dict[str, object] = {name: SAMPLES.get(name, 1) for name in rule.arguments}
    return str(app.url_map.bind("localhost").build(rule.endpoint, values))


def turned_away(answer: TestResponse) -> bool:
    """Refused, or sent to sign in first and then on to where one was going."""
    return answer.status_code in (401, 403) or "/sign-in?next=" in answer.headers.get("Location", "")


def test_every_address_has_a_row(app: Flask) -> None:
    for visitor in ROLES:
        assert set(parsed()[visitor]) == set(doors(app))


@pytest.mark.parametrize("visitor", ROLES, ids=[role or "nobody" for role in ROLES.values()])
def test_each_role_gets_in_where_it_may_and_nowhere_else(
    registers: Flask, visitor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(registers.config, "WTF_CSRF_CHECK_DEFAULT", False)  # it would stop all before the guard
    role = ROLES[visitor]
    account = make_account(role) if role else None
    opened = {}
    for door, rule in doors(registers).items():
        client = registers.test_client()
        if account:
            sign_in(client, account=account)
        opened[door] = not turned_away(client.open(address(registers, rule), method=door.method, buffered=True))
    assert {door: seen for door, seen in opened.items() if seen != parsed()[visitor].get(door)} == {}
