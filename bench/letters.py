"""How fast letters are written: our engine against docxtpl, in turn, in one run, after both wrote the same words.

python -m bench.letters [--quick]
"""

import argparse
import resource
import subprocess
import sys
import zlib
from collections.abc import Callable
from io import BytesIO
from itertools import count, islice
from statistics import median
from time import perf_counter
from typing import Any
from zipfile import ZipFile

from docx import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate

from bench.reference_letter import Record, docxtpl_template, our_template, record
from core.docx.compile import compile_document
from core.docx.package import MAIN_PART
from core.docx.render import CompiledDocument

ROUNDS, LETTERS_PER_ROUND = 12, 8
GOAL_RATIO, GOAL_MS, GOAL_LINEAR = 40, 1.0, 0.20


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="fewer rounds and letters")
    arguments.add_argument("--stream", type=int, help=argparse.SUPPRESS)
    chosen = arguments.parse_args()
    if chosen.stream:
        stream(chosen.stream)
        return
    rounds, equal = (4, 12) if chosen.quick else (ROUNDS, 164)
    template = our_template()
    started = perf_counter()
    compiled = compile_document(template)
    print(f"compile once                {(perf_counter() - started) * 1000:8.1f} ms")
    theirs = docxtpl_template(template)
    check_equal(compiled, theirs, equal)
    compare(compiled, theirs, rounds)
    one_audience(compiled)
    levels(compiled)
    linearity(runs=2 if chosen.quick else 5)


def ours(compiled: CompiledDocument, facts: Record) -> bytes:
    return compiled.render(facts.values, facts.blocks, facts.tables)


def docxtpl(template: bytes, facts: Record) -> bytes:
    """The safe way to use it: a fresh template per letter, values escaped."""
    document = DocxTemplate(BytesIO(template))
    document.render({**facts.values, **facts.tables, "blocks": facts.blocks}, autoescape=True)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def check_equal(compiled: CompiledDocument, theirs: bytes, letters: int) -> None:
    """Stops unless both engines say the same in every paragraph of every part, read by python-docx."""
    paragraphs = 0
    for number in range(letters):
        facts = record(number)
        our_texts, their_texts = texts(ours(compiled, facts)), texts(docxtpl(theirs, facts))
        if our_texts != their_texts:
            different = [pair for pair in zip(our_texts, their_texts, strict=False) if pair[0] != pair[1]]
            sys.exit(f"letter {number} differs: {len(our_texts)} / {len(their_texts)} paragraphs; {different[:3]}")
        paragraphs += len(our_texts)
    size = len(ours(compiled, record(0))) / 1024
    print(f"equal text                  {letters} letters, {paragraphs} paragraphs; a letter is {size:.1f} KB")


def texts(data: bytes) -> list[str]:
    document: Any = Document(BytesIO(data))
    section = document.sections[0]
    containers = (document, section.header, section.first_page_header, section.footer, section.first_page_footer)
    elements = [container._element if container is not document else document.element for container in containers]
    found = [Paragraph(each, document).text for element in elements for each in element.iter(qn("w:p"))]
    return [*found, document.core_properties.title]


def compare(compiled: CompiledDocument, theirs: bytes, rounds: int) -> None:
    """Both engines in turn inside each round; the ratio is the median of the rounds' ratios."""
    our_ms, their_ms = [], []
    for each in range(rounds):
        facts = [record(each * LETTERS_PER_ROUND + number) for number in range(LETTERS_PER_ROUND)]
        their_ms.append(milliseconds(lambda one: docxtpl(theirs, one), facts))
        our_ms.append(milliseconds(lambda one: ours(compiled, one), facts))
    ratio = median(their / our for their, our in zip(their_ms, our_ms, strict=True))
    print(f"docxtpl, fresh per letter   {median(their_ms):8.2f} ms per letter")
    our = median(our_ms)
    print(f"ours                        {our:8.3f} ms per letter   {verdict(our <= GOAL_MS)} (≤ {GOAL_MS} ms)")
    print(f"ratio                       {ratio:8.1f} x               {verdict(ratio >= GOAL_RATIO)} (≥ {GOAL_RATIO} x)")


def milliseconds(write: Callable[[Record], bytes], facts: list[Record]) -> float:
    started = perf_counter()
    for one in facts:
        write(one)
    return (perf_counter() - started) * 1000 / len(facts)


def one_audience(compiled: CompiledDocument) -> None:
    facts = [record(number) for number in range(164)]
    seconds = median(milliseconds(lambda one: ours(compiled, one), facts) * 164 / 1000 for _ in range(5))
    print(f"164 letters                 {seconds:8.3f} s               {verdict(seconds <= 0.3)} (≤ 0.3 s)")


def levels(compiled: CompiledDocument) -> None:
    """What zlib costs on the main part of one letter, and what it leaves."""
    content = ZipFile(BytesIO(ours(compiled, record(0)))).read(MAIN_PART)
    found = []
    for level in (1, 3, 6, 9):
        started = perf_counter()
        for _ in range(50):
            size = len(zlib.compress(content, level))
        found.append(f"{level}: {(perf_counter() - started) / 50 * 1e6:.0f} µs {size} B")
    print(f"zlib of {len(content) / 1024:.0f} KB by level     {'  '.join(found)}")


def stream(letters: int) -> None:
    """In a process of its own: writes letters one after the other, keeps none, prints ms per letter and peak MiB."""
    compiled = compile_document(our_template())
    spent = 0.0
    for facts in islice(map(record, count()), letters):
        started = perf_counter()
        ours(compiled, facts)
        spent += perf_counter() - started
    print(spent * 1000 / letters, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def linearity(runs: int) -> None:
    """1,000 and 10,000 letters in turn; the ratio is the median of the pairs' ratios."""
    pairs = [(streamed(1_000), streamed(10_000)) for _ in range(runs)]
    for index, letters in enumerate((1_000, 10_000)):
        ms, peak = (median(pair[index][what] for pair in pairs) for what in (0, 1))
        print(f"{letters:6,} letters streamed     {ms:8.3f} ms per letter   peak {peak:.1f} MiB")
    growth = median(large[0] / small[0] for small, large in pairs) - 1
    memory = median(large[1] - small[1] for small, large in pairs)
    linear = verdict(abs(growth) <= GOAL_LINEAR)
    print(f"10,000 against 1,000        {growth:+8.1%}               {linear} (per letter, within {GOAL_LINEAR:.0%})")
    print(f"                            {memory:+8.1f} MiB           {verdict(memory < 5)} (peak, flat)")


def streamed(letters: int) -> tuple[float, float]:
    command = [sys.executable, "-m", "bench.letters", "--stream", str(letters)]
    ms, peak = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(ms), float(peak)


def verdict(held: bool) -> str:
    return "held" if held else "MISSED"


if __name__ == "__main__":
    main()
