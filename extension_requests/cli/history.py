"""flask extension-requests history: whether the requests on file give the deadlines in the registers."""

from collections import Counter

import click

from conventions.registry import get_convention
from core.clock import today
from core.commands import refusals_as_sentences
from core.web import parse_day
from core.wording import day_in_words
from extension_requests.cli.group import group
from extension_requests.queries.chains import Chain, chains


@group.command("history")
@click.argument("convention")
@click.option("--on", "on_text", default="", help="The day asked about, as 2025-03-01; otherwise today.")
@refusals_as_sentences
def show_history(convention: str, on_text: str) -> None:
    """Print, for each obligation with requests, the deadline they give and how it stands to the register."""
    on = parse_day(on_text, field="on") if on_text else today()
    found = chains(get_convention(convention.upper()).code, on=on)
    for each in found:
        click.echo(_line(each))
    counts = Counter(each.replayed.agreement.value for each in found)
    click.echo("; ".join(f"{number} {words}" for words, number in counts.items()) or "No request is on file.")


def _line(chain: Chain) -> str:
    gives = day_in_words(chain.replayed.gives, "EN") if chain.replayed.gives else "no deadline"
    remarks = f" {' '.join(chain.replayed.remarks)}" if chain.replayed.remarks else ""
    return f"{chain.name}, Article {chain.article}: {gives}, {chain.replayed.agreement.value}.{remarks}"
