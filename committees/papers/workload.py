"""The workload table of a year as a document."""

from collections.abc import Sequence

from committees.queries.workload import OfficeLoad, YearOfWork
from committees.rules.workload import HOURS_COUNTED, HOW_COUNTED, SOURCE, Unevenness
from core.docx.papers import Grid, Heading, PaperDocument, Part, Text
from core.wording import counted, day_in_words

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
HEADER = ("Office", "Held by", *MONTHS, "Year", "Hours")
WIDTHS = (9, 19, *(4,) * 12, 5, 6)


def workload_paper(found: YearOfWork, convention: str, *, readable: int, of_bodies: int) -> PaperDocument:
    """One table for each body, landscape; every figure with the number of offices it rests on and its day."""
    on = day_in_words(found.on, "EN")
    by_body: dict[str, list[OfficeLoad]] = {}
    for line in found.lines:
        by_body.setdefault(line.body_name, []).append(line)
    parts: list[Part] = [Text(unevenness_in_words(found.uneven, found.year))]
    if readable < of_bodies:
        parts.append(Text(f"Only of the {readable} bodies (of {of_bodies}) whose work is open to the reader."))
    for body, lines in by_body.items():
        parts += [Heading(body), Grid(HEADER, [_row(line) for line in lines], WIDTHS)]
    parts += [Heading("How this is counted"), Text(HOW_COUNTED), Text(HOURS_COUNTED), Text(f"Source: {SOURCE}.")]
    if found.undated:
        tasks = "1 open task has" if found.undated == 1 else f"{found.undated} open tasks have"
        parts.append(Text(f"{tasks} no day yet, because a meeting is not fixed; it stands in no month."))
    return PaperDocument(
        title=f"Workload by office and month, {found.year}",
        subtitle=f"{counted(found.bodies, 'body', 'bodies')}, as of {on}",
        parts=parts,
        letterhead=convention,
        running=f"Workload {found.year}",
        footer=f"As of {on}",
        wide=True,
    )


def unevenness_in_words(uneven: Unevenness | None, year: int) -> str:
    """The largest load beside the mean, with what both rest on."""
    if uneven is None:
        return f"No work of a chair or a seat is on record in {year}: there is nothing to compare."
    offices = counted(uneven.offices, "office", "offices")
    return (
        f"The largest load of one office is {counted(uneven.largest.total, 'piece', 'pieces')} of work; the mean of "
        f"all {uneven.offices} chairs and seats is {uneven.mean:.1f} (n = {offices}, "
        f"{counted(uneven.pieces, 'piece', 'pieces')}). The largest is {uneven.ratio:.1f} times the mean; "
        "1.0 would be even."
    )


def _row(line: OfficeLoad) -> Sequence[str]:
    months = [str(number) if number else "–" for number in line.load.months]
    return [line.office, line.holder, *months, str(line.load.total), str(line.load.hours)]
