"""Contacts before approval, letters unlike the others, references in a row."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from correspondence.rules.gate import Address, Problem, Way, ways
from correspondence.rules.manifest import Line, digest, moved_since, read, written
from correspondence.rules.outliers import Seen, outliers
from correspondence.rules.references import gaps, in_spans, prefix_of, reference
from correspondence.rules.signatories import settled_signatory, signed_by, stranger_among

ON = date(2026, 11, 20)
FRESH = date(2026, 1, 10)
LINES = "1 Rue des Missions\n1202 Geneva"


def way(address: Address, *, bounced: tuple[str, ...] = (), copies: bool = False) -> Way:
    [found] = ways({"PER": "Permanent Mission of Peru\n" + LINES}, {"PER": address}, bounced, copies=copies, on=ON)
    return found


@pytest.mark.parametrize(
    ("address", "to", "problems"),
    [
        (Address("m@peru.example", LINES, FRESH), ["m@peru.example"], []),
        (Address("m@peru.example", "", FRESH), ["m@peru.example"], []),
        (Address("", LINES, FRESH), ["post"], [Problem.NO_EMAIL]),
        (Address("old@peru.example", LINES, FRESH), ["post"], [Problem.BOUNCED]),
        (Address("OLD@peru.example", "", FRESH), [], [Problem.BOUNCED, Problem.NO_ADDRESS]),
        (Address("m@peru.example, n@peru.example", LINES, FRESH), [], [Problem.MALFORMED]),
        (Address("m@peru.example\nBcc: all@example.com", LINES, FRESH), [], [Problem.MALFORMED]),
        (Address("m@peru.example", LINES, None), ["m@peru.example"], [Problem.UNCONFIRMED]),
        (Address("m@peru.example", LINES, date(2025, 11, 20)), ["m@peru.example"], [Problem.UNCONFIRMED]),
        (Address("m@peru.example", LINES, date(2025, 11, 21)), ["m@peru.example"], []),
        (Address(), [], [Problem.NO_EMAIL, Problem.NO_ADDRESS]),
    ],
)
def test_each_letter_has_one_way_and_what_is_wrong_with_it(
    address: Address, to: list[str], problems: list[Problem]
) -> None:
    found = way(address, bounced=("old@peru.example",))
    assert [where if channel == "e-mail" else channel for _role, channel, where in found.to] == to
    assert list(found.problems) == problems
    assert found.blocked == (not to)


def test_the_capital_gets_a_copy_where_it_has_an_address_of_its_own() -> None:
    capital = Address("m@peru.example", LINES, FRESH, "focal@peru.example")
    assert way(capital, copies=True).to[1] == ("copy", "e-mail", "focal@peru.example")
    assert len(way(capital).to) == 1
    same = Address("m@peru.example", LINES, FRESH, "M@peru.example")
    assert (len(way(same, copies=True).to), way(same, copies=True).problems) == (1, [])
    none = Address("m@peru.example", LINES, FRESH)
    assert list(way(none, copies=True).problems) == [Problem.NO_COPY]


def test_an_address_of_two_states_is_told_for_both() -> None:
    addresses = {"PER": Address("m@shared.example", LINES, FRESH), "CHL": Address("M@shared.example", LINES, FRESH)}
    found = ways({"PER": LINES, "CHL": LINES}, addresses, (), copies=False, on=ON)
    assert [list(each.problems) for each in found] == [[Problem.SHARED], [Problem.SHARED]]
    assert all(not each.blocked for each in found)


def seen(iso3: str, **changes: object) -> Seen:
    usual = {"variant": "a", "language": "EN", "words": 100, "addressee": LINES, "values": {"state": "Peru"}}
    return Seen(**{"iso3": iso3, **usual, **changes})


def test_letters_unlike_the_others_are_named_with_the_reason() -> None:
    letters = [
        *(seen(f"A{number}") for number in range(5)),
        seen("LON", words=130),
        seen("SHO", words=70),
        seen("ALO", variant="b"),
        seen("LAN", language_before="FR"),
        seen("ODD", values={"missing_years": "None", "state": "{{state}}"}),
        seen("ADR", addressee="Permanent Mission"),
    ]
    assert [(each.iso3, each.kind, each.sentence) for each in outliers(letters)] == [
        ("LON", "length", "130 words, longer than usual for its variant and language (100)."),
        ("SHO", "length", "70 words, shorter than usual for its variant and language (100)."),
        ("ALO", "lone", "No other letter has the same paragraphs."),
        ("LAN", "language", "Written in EN; the last letter was in FR."),
        ("ODD", "value", "Missing years looks like a missing value: “None”."),
        ("ODD", "value", "State has a brace in it: “{{state}}”."),
        ("ADR", "value", "The address has 1 line."),
    ]


def test_few_letters_are_too_few_to_call_one_long() -> None:
    assert outliers([seen("A"), seen("B"), seen("C", words=300)]) == []


lines = st.builds(
    Line,
    iso3=st.text(alphabet="ABCDEFGH", min_size=3, max_size=3),
    state=st.text(min_size=1, max_size=9),
    language=st.sampled_from(["EN", "FR", "ES"]),
    reference=st.integers(1, 9).map(lambda n: f"CC/2026/000{n}"),
    file_name=st.text(max_size=9),
    sha256=st.text(alphabet="0123456789abcdef", min_size=64, max_size=64),
    cover_sha256=st.text(alphabet="0123456789abcdef", min_size=64, max_size=64),
    to=st.lists(st.tuples(st.sampled_from(["to", "copy"]), st.just("e-mail"), st.text(max_size=9))).map(tuple),
)
manifests = st.lists(lines, min_size=1, max_size=5, unique_by=lambda line: line.iso3)


@given(manifests)
def test_a_manifest_is_read_back_as_it_was_written(found: list[Line]) -> None:
    content = written({"letters": [line.to_json() for line in found]})
    assert [Line.from_json(each) for each in read(content)["letters"]] == found
    assert written(read(content)) == content


@given(manifests, manifests)
def test_manifests_have_one_digest_only_where_they_are_one(first: list[Line], second: list[Line]) -> None:
    digests = [digest(written({"letters": [line.to_json() for line in found]})) for found in (first, second)]
    assert (digests[0] == digests[1]) == (first == second)


@given(manifests)
def test_nothing_has_moved_in_the_same_manifest(found: list[Line]) -> None:
    assert moved_since(" ".join(line.mark for line in found), found) == []


@pytest.mark.parametrize("seen_marks", ["", "nonsense", "a:b", ":::", "PER:x"])
def test_marks_that_are_none_tell_nothing(seen_marks: str) -> None:
    line = Line("PER", "Peru", "EN", "CC/2026/0001", "f", "0" * 64, "1" * 64, ())
    assert moved_since(seen_marks, [line]) in ([], ["Peru: it gets a letter now.", ": it gets no letter any more."])


@given(st.sets(st.integers(1, 60), max_size=30), st.integers(1, 60))
def test_gaps_are_the_numbers_passed_over(numbers: set[int], next_number: int) -> None:
    given_numbers = {number for number in numbers if number < next_number}
    assert set(gaps(given_numbers, next_number)) | given_numbers == set(range(1, next_number))
    assert set(gaps(given_numbers, next_number)) & given_numbers == set()


def test_references_are_worded_by_office_year_and_number() -> None:
    assert reference("CC", 2026, 123) == "CC/2026/0123"
    assert reference("CC", 2026, 12345) == "CC/2026/12345"
    assert in_spans([1, 2, 3, 7, 9, 10]) == "1-3, 7, 9-10"
    prefixes = {"unit": "ISU", "cooperative-compliance": "CC"}
    assert prefix_of("APMBC", "chair", "cooperative-compliance", prefixes) == "CC"
    assert prefix_of("APMBC", "unit", "", prefixes) == "ISU"
    assert prefix_of("APMBC", "chair", "committee-on-new-things", prefixes) == "APMBC-CONT"


@pytest.mark.parametrize(
    ("office", "signatory"),
    [
        ("Implementation Support Unit", "unit"),
        ("Director, Implementation Support Unit", "unit"),
        ("President of the Twenty-Third Meeting of the States Parties", "president"),
        ("Chair, Committee on Cooperative Compliance", "chair"),
        ("Coordinator on Transparency Measures", "chair"),
    ],
)
def test_the_template_says_whose_letter_it_is(office: str, signatory: str) -> None:
    assert signed_by(office) == signatory
    found = settled_signatory(office, None, "some-body" if signatory == "chair" else "", {})
    assert found == (signatory, "some-body" if signatory == "chair" else "")


def test_a_name_under_the_letter_is_looked_for_on_the_roster() -> None:
    roster = ["H.E. Robbert Gabriëlse", "Diana Castillo Castro"]
    assert not stranger_among("Ambassador Robbert GABRIELSE", roster)
    assert not stranger_among("D. Castro", roster)
    assert stranger_among("Ambassador Jane Doe", roster)
    assert not stranger_among("", roster)
    assert not stranger_among("Ambassador Jane Doe", [])
