"""What an attachment probably is, where it is an Article 7 report: a suggestion for the form, never a fact."""

import re
from collections.abc import Sequence
from datetime import date

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_INITIAL = re.compile(r"\b(initial report|rapport initial|informe inicial|initial[_ -]article[_ -]?7)\b", re.IGNORECASE)


def suggested_year(texts: Sequence[str], received_on: date, on_record: Sequence[int]) -> int:
    """The year covered: the latest named that can be, else the year before, unless that one is on record already.

    A year that a text names together with the year of receipt is the earlier one: "2026 report covering 2025".
    """
    named = sorted({int(year) for text in texts for year in _YEAR.findall(text)})
    possible = [year for year in named if year < received_on.year and year not in on_record]
    return possible[-1] if possible else received_on.year - 1


def looks_initial(texts: Sequence[str]) -> bool:
    return any(_INITIAL.search(text) for text in texts)
