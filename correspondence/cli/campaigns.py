"""flask campaigns: drafting, seeing where campaigns stand, and approving, by the same rules as on the pages."""

from collections import Counter
from typing import Any

import click

from conventions.registry import get_convention
from core.accounts.queries import find_account
from core.audit.workflow import Actor
from core.clock import now, today
from core.commands import A_NUMBER, refusals_as_sentences
from core.db import db, transaction
from core.errors import NotFound, Shortcomings
from core.web import parse_day
from core.wording import counted, day_in_words
from correspondence.approving.prepared import prepare_approval
from correspondence.catalogues import catalogues
from correspondence.cli.group import group
from correspondence.models.campaigns import Campaign, LetterState
from correspondence.queries.balance import standings
from correspondence.queries.campaigns import (
    campaigns_of,
    get_campaign,
    get_template,
    house_style_in_use,
    letters_of,
)
from correspondence.rules.audience import EVERYBODY
from correspondence.rules.bodies import FORMS
from correspondence.rules.days import check_not_in_the_future
from correspondence.settings import office_addresses
from correspondence.workflow.approval import approve as approve_campaign
from correspondence.workflow.campaigns import Brief, draft_campaign

MEANS = "by command line"


@group.command("create")
@click.argument("template")
@click.option("--convention", required=True, help="APMBC or CCM.")
@click.option("--title", required=True)
@click.option("--form", type=click.Choice(list(FORMS)), default="letter", show_default=True)
@click.option("--audience", default=EVERYBODY, show_default=True, help="A condition over the criteria.")
@click.option("--on", "on_text", default="", help="The day of the registers, as 2021-03-03; otherwise today.")
@click.option("--dated", "dated_text", default="", help="The date on the letters; otherwise the day of the registers.")
@click.option("--body", default="", help="The body whose chair signs, as in addresses; otherwise as the template says.")
@click.option("--signatory", "signatory_name", default="", help="Name of the person who signs.")
@click.option("--copy-to-capital", is_flag=True, help="Copies to focal points in capitals.")
@click.option("--by", "email", required=True, help="The account of the author, by its e-mail address.")
@refusals_as_sentences
def create(
    template: str,
    convention: str,
    title: str,
    form: str,
    audience: str,
    on_text: str,
    dated_text: str,
    body: str,
    signatory_name: str,
    copy_to_capital: bool,
    email: str,
) -> None:
    """Draft the letters of TEMPLATE (for example article-7). Nothing is sent."""
    code = get_convention(convention.upper()).code
    on = parse_day(on_text, field="--on") if on_text else today()
    check_not_in_the_future(on, today=today())
    brief = Brief(
        code,
        as_of=on,
        dated_on=parse_day(dated_text, field="--dated") if dated_text else on,
        audience=audience,
        signatory_name=signatory_name,
        **office_addresses(),
        body=body,
        copy_to_capital=copy_to_capital,
    )
    found = get_template(code, template, form)
    with transaction():
        campaign = draft_campaign(
            found.versions[0], found, house_style_in_use(), brief, catalogues(), title=title, by=_actor(email)
        )
    _tell(campaign)


@group.command("status")
@click.argument("number", type=A_NUMBER, required=False)
@click.option("--convention", default="", help="APMBC or CCM; otherwise both.")
@refusals_as_sentences
def status(number: int | None, convention: str) -> None:
    """Tell where campaign NUMBER stands, or all of them."""
    if number is not None:
        _tell(_campaign(number, convention))
        return
    codes = [get_convention(convention.upper()).code] if convention else ["APMBC", "CCM"]
    rows = [row for code in codes for row in campaigns_of(code)]
    stands = standings([row[0] for row in rows], at=now())
    for campaign, letters in rows:
        told = counted(letters, "letter", "letters")
        click.echo(
            f"{campaign.id:>5}  {campaign.convention:<6} {stands[campaign.id].value:<20} {told:<12} {campaign.title}"
        )
    if not rows:
        click.echo("No letters have been drafted yet.")


@group.command("approve")
@click.argument("number", type=A_NUMBER)
@click.option("--convention", default="", help="APMBC or CCM; only to be sure which is meant.")
@click.option("--by", "email", required=True, help="The account of the approver, by its e-mail address.")
@click.option("--manifest", default="", help="The SHA-256 of the manifest; without it, it is told and nothing is done.")
@click.option("--other-than-circulated", default="", help="Why letters are approved that the committee did not see.")
@refusals_as_sentences
def approve(number: int, convention: str, email: str, manifest: str, other_than_circulated: str) -> None:
    """Approve the letters of campaign NUMBER, byte for byte, as the person whose office it is."""
    campaign, by = _campaign(number, convention), _actor(email)
    if not manifest:
        _tell_what_would_be_approved(campaign, email)
        return
    with transaction():
        approval = approve_campaign(
            campaign, manifest_sha256=manifest, by=by, other_than_circulated=other_than_circulated, means=MEANS
        )
    click.echo(f"Approved by {approval.approved_by}, {approval.office}.")
    _tell(_campaign(number, convention))


def _tell_what_would_be_approved(campaign: Campaign, email: str) -> None:
    prepared = prepare_approval(campaign, at=now())
    if prepared.obstacles:
        raise Shortcomings(prepared.obstacles, what=f"“{campaign.title}” cannot be approved yet")
    for sentence in (*prepared.doubts, *prepared.since_circulation):
        click.echo(sentence, err=True)
    letters = counted(len(prepared.finals), "letter", "letters")
    click.echo(f"{letters} of the {prepared.office.name}. To approve, give the manifest:")
    click.echo(f"  flask campaigns approve {campaign.id} --by {email} --manifest {prepared.digest}")


def _campaign(number: int, convention: str) -> Campaign:
    found = db.session.get(Campaign, number)
    if found is None:
        raise NotFound(f"There is no campaign {number}.")
    return get_campaign(get_convention(convention.upper()).code if convention else found.convention, number)


def _actor(email: str) -> Actor:
    """The person whose account it is."""
    account = find_account(email)
    if account is None or not account.active:
        raise NotFound(f"No account that may sign in has the address {email}.")
    return Actor(account.name, now(), account.id)


def _tell(campaign: Campaign) -> None:
    letters: list[Any] = [letter for letter, _state, _slug in letters_of(campaign)]
    going = [letter for letter in letters if letter.state is not LetterState.WITHDRAWN]
    languages = Counter(letter.language for letter in going)
    told = ", ".join(f"{code} {count}" for code, count in sorted(languages.items()))
    stands = standings([campaign], at=now())[campaign.id].value
    click.echo(f"Campaign {campaign.id}, {campaign.convention}: {campaign.title}")
    as_of, dated_on = day_in_words(campaign.as_of, "EN"), day_in_words(campaign.dated_on, "EN")
    letters_told = counted(len(going), "letter", "letters")
    click.echo(f"  {stands}; {letters_told} ({told}), registers as of {as_of}, dated {dated_on}")
    if references := sorted(letter.reference for letter in going if letter.reference):
        click.echo(f"  references {references[0]} to {references[-1]}")
