"""The shipped registers hold what the sources say: facts as literals, read with the csv module alone.

Sources of the counts: review document for the CCM's 2RC, paras 3, 5, 39, 66, 94, 106-107; Committee on Cooperative
Compliance, activities 2021-2022, paras 2, 5 and 7 (APMBC); Article 17 of both Conventions.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from operator import itemgetter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATES_PARTIES = "states_parties/registers/"
MEETINGS = "conventions/registers/meetings.csv"
REQUESTS = "extension_requests/registers/extension_requests.csv"

Row = dict[str, str]

KEYS: dict[str, tuple[int, tuple[str, ...]]] = {
    STATES_PARTIES + "states.csv": (197, ("iso3",)),
    STATES_PARTIES + "memberships.csv": (292, ("convention", "iso3")),
    STATES_PARTIES + "deadlines.csv": (176, ("convention", "iso3", "article")),
    STATES_PARTIES + "deadline_extensions.csv": (130, ("convention", "iso3", "article", "order")),
    STATES_PARTIES + "retained.csv": (44, ("convention", "iso3", "as_of_year")),
    STATES_PARTIES + "article7_reports.csv": (183, ("convention", "iso3", "received_on")),
    STATES_PARTIES + "obligations.csv": (160, ("convention", "iso3", "subject", "status", "since_on")),
    STATES_PARTIES + "demo_contacts.csv": (208, ("iso3", "office")),
    MEETINGS: (77, ("convention", "short")),
    REQUESTS: (139, ("convention", "iso3", "article", "request_no")),
}
DATES_OF_ANY_PRECISION = {"completed_on", "received_on"}
DATES_WITHOUT_SUFFIX = {
    "initial_deadline",
    "extended_to",
    "previous_deadline",
    "requested_until",
    "granted_until",
    "valid_from",
}
STATE_COLUMNS = {"iso3", "host_state", "presidency_state"}


def iso3s(codes: str) -> set[str]:
    return set(codes.split())


def rows_of(path: str) -> list[Row]:
    with (ROOT / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def select(rows: Iterable[Row], **values: str) -> list[Row]:
    return [row for row in rows if all(row[column] == value for column, value in values.items())]


def states_of(rows: Iterable[Row]) -> set[str]:
    return {row["iso3"] for row in rows}


STATES = {row["iso3"]: row for row in rows_of(STATES_PARTIES + "states.csv")}
MEMBERSHIPS = rows_of(STATES_PARTIES + "memberships.csv")
DEADLINES = rows_of(STATES_PARTIES + "deadlines.csv")
EXTENSIONS = rows_of(STATES_PARTIES + "deadline_extensions.csv")
REPORTS = rows_of(STATES_PARTIES + "article7_reports.csv")
OBLIGATIONS = rows_of(STATES_PARTIES + "obligations.csv")
CONTACTS = rows_of(STATES_PARTIES + "demo_contacts.csv")


def members(convention: str, column: str, on: str) -> set[str]:
    """The iso3 of those whose day in `column` lies on or before `on` and whose withdrawal has not taken effect."""
    return {
        row["iso3"]
        for row in MEMBERSHIPS
        if row["convention"] == convention
        and row[column]
        and row[column] <= on
        and not (row["withdrawal_effective_on"] and row["withdrawal_effective_on"] <= on)
    }


# Every file


@pytest.mark.parametrize("path", KEYS)
def test_each_register_has_the_expected_number_of_rows_and_no_key_twice(path: str) -> None:
    expected, key = KEYS[path]
    rows = rows_of(path)
    assert len(rows) == expected
    assert [k for k, times in Counter(tuple(row[c] for c in key) for row in rows).items() if times > 1] == []


@pytest.mark.parametrize("path", KEYS)
def test_each_register_is_utf_8_with_unix_line_ends_and_no_stray_blanks(path: str) -> None:
    raw = (ROOT / path).read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    values = [value for row in rows_of(path) for value in row.values()]
    assert [value for value in values if value is None or value != value.strip() or re.search(r"  |\n", value)] == []


@pytest.mark.parametrize("path", KEYS)
def test_every_row_has_a_source_and_a_confidence(path: str) -> None:
    rows = rows_of(path)
    assert [row for row in rows if not row["source"]] == []
    assert {row["confidence"] for row in rows} <= {"high", "medium", "low"}
    assert list(rows[0])[-3:] == ["source", "confidence", "notes"]


@pytest.mark.parametrize("path", KEYS)
def test_every_day_is_a_real_day(path: str) -> None:
    for row in rows_of(path):
        for column, value in row.items():
            if not value or not (column.endswith("_on") or column in DATES_WITHOUT_SUFFIX):
                continue
            if column in DATES_OF_ANY_PRECISION:
                value += "-01-01"[len(value) - 4 or 0 :] if len(value) < 10 else ""
            assert re.fullmatch(r"\d{4}-\d\d-\d\d", value), (path, row, column)
            date.fromisoformat(value)


@pytest.mark.parametrize("path", KEYS)
def test_every_state_named_is_registered(path: str) -> None:
    named = {row[c] for row in rows_of(path) for c in STATE_COLUMNS & row.keys() if row[c]}
    assert named - STATES.keys() == set()


@pytest.mark.parametrize(
    "path", [f"{STATES_PARTIES}deadlines.csv", f"{STATES_PARTIES}deadline_extensions.csv", REQUESTS]
)
def test_every_meeting_named_is_registered(path: str) -> None:
    known = {(row["convention"], row["short"]) for row in rows_of(MEETINGS)} | {("CCM", "2RC")}
    columns = {"granted_at", "considered_at", "undecided_requests_at"}
    named = {(row["convention"], row[c].rstrip("?")) for row in rows_of(path) for c in columns & row.keys() if row[c]}
    assert named - known == set()


def test_the_documentation_states_the_right_numbers_and_explains_every_source() -> None:
    text = (ROOT / "docs/registers.md").read_text(encoding="utf-8")
    for path, (count, _) in KEYS.items():
        assert f"`{path}` ({count})" in text
    table = re.findall(r"^\| ([^|]+) \|", text.partition("## Sources")[2], re.MULTILINE)
    explained = {token for cell in table for token in cell.split(", ")}
    explained |= set(re.findall(r"\bISU[-A-Z0-9]+\b", text))

    def is_explained(code: str) -> bool:
        families = tuple(token.removesuffix("..") for token in explained if token.endswith(".."))
        papers = tuple(f"{token} para" for token in explained)
        return code in explained or code.startswith(families + papers)

    used = {code for path in KEYS for row in rows_of(path) for code in row["source"].split(";")}
    assert sorted(code for code in used if not is_explained(code)) == []


# Standing


def test_164_states_parties_were_bound_by_the_apmbc_when_the_letters_of_3_march_2021_left() -> None:
    assert len(members("APMBC", "deposited_on", "2021-03-03")) == 164
    assert len(members("APMBC", "entry_into_force_on", "2021-03-03")) == 164


def test_the_ccm_had_110_parties_of_which_108_in_force_and_13_signatories_on_30_september_2020() -> None:
    deposited = members("CCM", "deposited_on", "2020-09-30")
    assert len(deposited) == 110
    assert deposited - members("CCM", "entry_into_force_on", "2020-09-30") == {"LCA", "NIU"}
    signatories = members("CCM", "signature_on", "2020-09-30") - deposited
    assert signatories == iso3s("AGO CAF COD CYP DJI HTI IDN JAM KEN LBR NGA TZA UGA")


def test_five_states_left_the_apmbc_and_one_the_ccm() -> None:
    leaving = [row for row in MEMBERSHIPS if row["withdrawal_effective_on"]]
    assert {(row["convention"], row["iso3"], row["withdrawal_effective_on"]) for row in leaving} == {
        ("APMBC", "EST", "2025-12-27"),
        ("APMBC", "LVA", "2025-12-27"),
        ("APMBC", "LTU", "2025-12-27"),
        ("APMBC", "FIN", "2026-01-10"),
        ("APMBC", "POL", "2026-02-20"),
        ("CCM", "LTU", "2025-03-06"),
    }
    assert len(members("APMBC", "deposited_on", "2026-11-20")) == 161
    assert len(members("CCM", "deposited_on", "2026-11-20")) == 112


def test_lebanon_is_in_the_apmbc_without_days_because_none_was_found() -> None:
    [lebanon] = select(MEMBERSHIPS, convention="APMBC", iso3="LBN")
    assert (
        lebanon["instrument"],
        lebanon["deposited_on"],
        lebanon["deposit_year"],
        lebanon["entry_into_force_on"],
        lebanon["confidence"],
    ) == ("accession", "", "2026", "", "low")


def test_entry_into_force_follows_article_17_except_for_two_successions() -> None:
    convention_in_force = {"APMBC": "1999-03-01", "CCM": "2010-08-01"}
    exceptions = set()
    for row in MEMBERSHIPS:
        if row["entry_into_force_on"]:
            years, month = divmod(int(row["deposited_on"][5:7]) - 1 + 6, 12)
            by_rule = f"{int(row['deposited_on'][:4]) + years}-{month + 1:02}-01"
            if row["entry_into_force_on"] != max(by_rule, convention_in_force[row["convention"]]):
                exceptions.add((row["iso3"], row["instrument"]))
    assert exceptions == {("SSD", "succession")}


# Deadlines


def test_each_initial_deadline_is_entry_into_force_plus_the_years_of_the_article() -> None:
    years = {("APMBC", "4"): 4, ("APMBC", "5"): 10, ("CCM", "3"): 8, ("CCM", "4"): 10}
    in_force = {(row["convention"], row["iso3"]): row["entry_into_force_on"] for row in MEMBERSHIPS}
    for row in DEADLINES:
        start = in_force[row["convention"], row["iso3"]]
        expected = f"{int(start[:4]) + years[row['convention'], row['article']]}{start[4:]}" if start else ""
        assert row["initial_deadline"] == expected, row


def test_extensions_are_numbered_and_each_is_the_grant_of_a_request() -> None:
    obligation = itemgetter("convention", "iso3", "article")
    requests = select(rows_of(REQUESTS), decision="granted")
    granted = {(*obligation(row), row["granted_until"], row["considered_at"]) for row in requests}
    assert {(*obligation(e), e["extended_to"], e["granted_at"]) for e in EXTENSIONS} == granted
    chains: dict[tuple[str, ...], list[Row]] = {}
    for row in EXTENSIONS:
        chains.setdefault(obligation(row), []).append(row)
    for chain in chains.values():
        assert [row["order"] for row in chain] == [str(n) for n in range(1, len(chain) + 1)]
        assert [row["extended_to"] for row in chain] == sorted({row["extended_to"] for row in chain})


def test_the_precision_of_a_completion_is_the_length_of_its_date() -> None:
    length = {"day": 10, "month": 7, "year": 4, "": 0}
    assert [row for row in DEADLINES if len(row["completed_on"]) != length[row["completion_precision"]]] == []
    assert {row["status"] for row in DEADLINES} == {
        "completed",
        "open",
        "decision-not-documented",
        "open-overdue-or-unknown",
        "none-held",
    }


def test_germany_and_the_lao_pdr_got_five_years_for_article_4_of_the_ccm_at_the_9msp() -> None:
    granted = select(EXTENSIONS, convention="CCM", article="4", granted_at="9MSP")
    assert {row["iso3"]: row["extended_to"] for row in granted} == {"DEU": "2025-08-01", "LAO": "2025-08-01"}


# Reports


def test_100_of_107_initial_reports_under_the_ccm_had_come_by_28_september_2020_and_three_were_not_due() -> None:
    day = date(2020, 9, 28)
    parties = members("CCM", "deposited_on", day.isoformat())
    in_force = {row["iso3"]: row["entry_into_force_on"] for row in MEMBERSHIPS if row["convention"] == "CCM"}
    required = {iso3 for iso3 in parties if date.fromisoformat(in_force[iso3]) + timedelta(days=180) <= day}
    initial = select(REPORTS, convention="CCM", kind="initial")
    received = {row["iso3"] for row in initial if row["received_on"] <= day.isoformat()}
    assert len(required) == 107
    assert len(received & required) == 100
    assert required - received == {"CPV", "COM", "COG", "GIN", "MDG", "RWA", "TGO"}
    assert parties - required == {"STP", "NIU", "LCA"}


def test_no_state_has_two_initial_reports_and_a_documented_one_is_kept() -> None:
    initial = Counter((row["convention"], row["iso3"]) for row in REPORTS if row["kind"] == "initial")
    assert set(initial.values()) == {1}
    derived = select(REPORTS, received_precision="not-later-than")
    assert len(derived) == 91
    columns = itemgetter("convention", "received_on", "report_year", "year_covered", "kind", "confidence")
    assert {columns(row) for row in derived} == {("CCM", "2020-09-28", "", "", "initial", "medium")}
    guinea_bissau = select(REPORTS, convention="CCM", iso3="GNB", kind="initial")
    assert [row["received_on"] for row in guinea_bissau] == ["2019-11-11"]


def test_an_initial_report_covers_no_year_and_an_annual_one_an_earlier_year() -> None:
    assert [row for row in REPORTS if row["kind"] == "initial" and row["year_covered"]] == []
    dated = [row for row in REPORTS if row["year_covered"]]
    assert [row for row in dated if int(row["year_covered"]) != int(row["report_year"]) - 1] == []
    length = {"day": 10, "month": 7, "year": 4, "not-later-than": 10}
    assert [row for row in REPORTS if len(row["received_on"]) != length[row["received_precision"]]] == []


# Obligations


def holding(subject: str, status: str, on: str) -> set[str]:
    rows = select(OBLIGATIONS, convention="CCM", subject=subject, status=status)
    return {row["iso3"] for row in rows if row["since_on"] <= on and not (row["until_on"] and row["until_on"] <= on)}


def test_article_9_lists_of_the_ccm_have_the_lengths_of_the_review_document() -> None:
    statuses = ("investment-ban", "legislation-adopted", "existing-law-sufficient", "under-way")
    assert [len(holding("article_9", status, "2015-09-11")) for status in statuses] == [9, 24, 17, 21]
    assert [len(holding("article_9", status, "2020-09-28")) for status in statuses] == [12, 31, 30, 22]


def test_victim_assistance_of_the_ccm_concerned_13_states_at_the_1rc_and_11_in_2020() -> None:
    assert len(holding("victim_assistance", "responsible", "2015-09-11")) == 13
    assert holding("victim_assistance", "responsible", "2020-09-28") == iso3s(
        "AFG ALB BIH TCD HRV GNB IRQ LAO LBN MNE SOM"
    )


def test_use_of_mines_is_alleged_in_sudan_and_confirmed_in_yemen_since_the_committee_took_it_up() -> None:
    compliance = select(OBLIGATIONS, convention="APMBC", subject="compliance")
    assert {(row["iso3"], row["status"], row["since_on"]) for row in compliance} == {
        ("SDN", "alleged-use", "2021-01-12"),
        ("YEM", "known-use", "2021-01-12"),
    }


def test_the_apmbc_has_no_article_9_rows_because_the_51_states_are_not_named() -> None:
    assert select(OBLIGATIONS, convention="APMBC", subject="article_9") == []


# Contacts


def test_demonstration_mail_can_only_go_to_reserved_domains() -> None:
    assert [row["email"] for row in CONTACTS if not re.fullmatch(r"[a-z.]+@[a-z]+\.example", row["email"])] == []


def test_every_state_that_ever_joined_has_one_mission_and_nobody_is_named() -> None:
    joined = {row["iso3"] for row in MEMBERSHIPS if row["deposit_year"]}
    assert Counter(row["iso3"] for row in CONTACTS if row["office"] != "capital") == Counter(joined)
    assert {row["person_name"] + row["honorific"] + row["gender"] + row["confirmed_on"] for row in CONTACTS} == {""}
    assert states_of(select(CONTACTS, office="new_york")) == {"NRU", "PLW", "STP", "TUV"}


def test_missions_carry_the_name_of_the_state_as_english_writes_it() -> None:
    post = {row["iso3"]: row["post_name_en"] for row in CONTACTS if row["office"] != "capital"}
    tail = " to the United Nations Office at Geneva and other international organizations"
    assert post["NLD"] == "Permanent Mission of the Netherlands" + tail
    assert post["SLB"] == "Permanent Mission of Solomon Islands" + tail
    assert post["VAT"] == "Permanent Observer Mission of the Holy See" + tail


# Names

FRENCH_OF = {"le": "du ", "la": "de la ", "l'": "de l'", "les": "des "}
SPANISH_OF = {"-": "de ", "el": "del ", "la": "de la ", "los": "de los ", "las": "de las "}


def of_in_french(name: str, article: str) -> str:
    if article == "-":
        return ("d'" if re.match("[AEIOUÉÎH]", name) else "de ") + name
    return FRENCH_OF[article] + name


def in_french(row: Row) -> str:
    return row["in_fr"] + ("" if row["in_fr"].endswith("'") else " ") + row["name_fr"]


NAMES = """
AFG | de l'Afghanistan | en Afghanistan | del Afganistán
ARE | des Émirats arabes unis | aux Émirats arabes unis | de los Emiratos Árabes Unidos
ARG | de l'Argentine | en Argentine | de la Argentina
BHS | des Bahamas | aux Bahamas | de las Bahamas
BOL | de l'État plurinational de Bolivie | dans l'État plurinational de Bolivie | del Estado Plurinacional de Bolivia
BRA | du Brésil | au Brésil | del Brasil
BRB | de la Barbade | à la Barbade | de Barbados
CAF | de la République centrafricaine | en République centrafricaine | de la República Centroafricana
CIV | de la Côte d'Ivoire | en Côte d'Ivoire | de Côte d'Ivoire
COG | du Congo | au Congo | del Congo
COK | des Îles Cook | aux Îles Cook | de las Islas Cook
COM | des Comores | aux Comores | de las Comoras
CPV | de Cabo Verde | à Cabo Verde | de Cabo Verde
CUB | de Cuba | à Cuba | de Cuba
CYP | de Chypre | à Chypre | de Chipre
CZE | de la Tchéquie | en Tchéquie | de Chequia
DJI | de Djibouti | à Djibouti | de Djibouti
ECU | de l'Équateur | en Équateur | del Ecuador
FRA | de la France | en France | de Francia
FSM | des États fédérés de Micronésie | dans les États fédérés de Micronésie | de los Estados Federados de Micronesia
HND | du Honduras | au Honduras | de Honduras
HTI | d'Haïti | en Haïti | de Haití
HUN | de la Hongrie | en Hongrie | de Hungría
IND | de l'Inde | en Inde | de la India
IRN | de la République islamique d'Iran | en République islamique d'Iran | de la República Islámica del Irán
IRQ | de l'Iraq | en Iraq | del Iraq
ISR | d'Israël | en Israël | de Israel
JPN | du Japon | au Japon | del Japón
LBN | du Liban | au Liban | del Líbano
LKA | de Sri Lanka | à Sri Lanka | de Sri Lanka
MEX | du Mexique | au Mexique | de México
MDG | de Madagascar | à Madagascar | de Madagascar
MKD | de la Macédoine du Nord | en Macédoine du Nord | de Macedonia del Norte
NER | du Niger | au Niger | del Níger
NIU | de Nioué | à Nioué | de Niue
NLD | des Pays-Bas | aux Pays-Bas | de los Países Bajos
OMN | d'Oman | à Oman | de Omán
PAK | du Pakistan | au Pakistan | del Pakistán
PER | du Pérou | au Pérou | del Perú
PHL | des Philippines | aux Philippines | de Filipinas
PSE | de l'État de Palestine | dans l'État de Palestine | del Estado de Palestina
SAU | de l'Arabie saoudite | en Arabie saoudite | de la Arabia Saudita
SDN | du Soudan | au Soudan | del Sudán
SEN | du Sénégal | au Sénégal | del Senegal
SLV | d'El Salvador | à El Salvador | de El Salvador
SSD | du Soudan du Sud | au Soudan du Sud | de Sudán del Sur
SWZ | de l'Eswatini | en Eswatini | de Eswatini
TCD | du Tchad | au Tchad | del Chad
TLS | du Timor-Leste | au Timor-Leste | de Timor-Leste
TUR | de la Türkiye | en Türkiye | de Türkiye
TUV | des Tuvalu | aux Tuvalu | de Tuvalu
URY | de l'Uruguay | en Uruguay | del Uruguay
USA | des États-Unis d'Amérique | aux États-Unis d'Amérique | de los Estados Unidos de América
VAT | du Saint-Siège | au Saint-Siège | de la Santa Sede
YEM | du Yémen | au Yémen | del Yemen
ZAF | de l'Afrique du Sud | en Afrique du Sud | de Sudáfrica
"""


@pytest.mark.parametrize("line", NAMES.strip().splitlines())
def test_a_state_is_named_in_french_and_spanish_as_a_translator_would(line: str) -> None:
    iso3, of_fr, in_fr, of_es = line.split(" | ")
    row = STATES[iso3]
    assert of_in_french(row["name_fr"], row["article_fr"]) == of_fr
    assert in_french(row) == in_fr
    assert SPANISH_OF[row["article_es"]] + row["name_es"] == of_es


OFFICIAL_NAMES = {
    "COD": (
        "Democratic Republic of the Congo",
        "de la République démocratique du Congo",
        "de la República Democrática del Congo",
    ),
    "GBR": (
        "United Kingdom of Great Britain and Northern Ireland",
        "du Royaume-Uni de Grande-Bretagne et d'Irlande du Nord",
        "del Reino Unido de Gran Bretaña e Irlanda del Norte",
    ),
    "VEN": (
        "Bolivarian Republic of Venezuela",
        "de la République bolivarienne du Venezuela",
        "de la República Bolivariana de Venezuela",
    ),
    "BHS": ("Commonwealth of the Bahamas", "du Commonwealth des Bahamas", "del Commonwealth de las Bahamas"),
    "CIV": ("Republic of Côte d'Ivoire", "de la République de Côte d'Ivoire", "de la República de Côte d'Ivoire"),
    "COM": ("Union of the Comoros", "de l'Union des Comores", "de la Unión de las Comoras"),
    "ERI": ("State of Eritrea", "de l'État d'Érythrée", "del Estado de Eritrea"),
    "LUX": ("Grand Duchy of Luxembourg", "du Grand-Duché de Luxembourg", "del Gran Ducado de Luxemburgo"),
    "MEX": ("United Mexican States", "des États-Unis du Mexique", "de los Estados Unidos Mexicanos"),
    "NLD": ("Kingdom of the Netherlands", "du Royaume des Pays-Bas", "del Reino de los Países Bajos"),
    "OMN": ("Sultanate of Oman", "du Sultanat d'Oman", "de la Sultanía de Omán"),
    "TCD": ("Republic of Chad", "de la République du Tchad", "de la República del Chad"),
    "TUR": ("Republic of Türkiye", "de la République de Türkiye", "de la República de Türkiye"),
}


@pytest.mark.parametrize("iso3", OFFICIAL_NAMES)
def test_a_state_has_its_official_name_in_three_languages(iso3: str) -> None:
    row = STATES[iso3]
    assert (
        row["official_en"],
        of_in_french(row["official_fr"], row["official_article_fr"]),
        SPANISH_OF[row["official_article_es"]] + row["official_es"],
    ) == OFFICIAL_NAMES[iso3]


def test_the_article_and_the_preposition_of_every_state_agree() -> None:
    allowed = {
        "le": ("au",),
        "la": ("en", "à la"),
        "l'": ("en", "dans l'"),
        "les": ("aux", "dans les"),
        "-": ("à", "en"),
    }
    states = STATES.values()
    assert [row["iso3"] for row in states if row["in_fr"] not in allowed[row["article_fr"]]] == []
    assert [row["iso3"] for row in states if row["article_fr"] in ("le", "la") and row["name_fr"][0] in "AEIOUÉÎ"] == []
    assert states_of(select(states, in_fr="à la")) == iso3s("BRB DMA GRD JAM TTO")
    assert states_of(select(states, article_fr="-", in_fr="en")) == iso3s("HTI ISR")


def test_english_writes_the_before_these_names_and_no_others() -> None:
    assert states_of(select(STATES.values(), article_en="the")) == iso3s(
        "ARE BHS BOL CAF COD COG COK COM DOM FSM GBR GMB IRN KOR LAO MDA MHL NER NLD PHL PRK PSE RUS SDN SYR TZA"
        " USA VAT VEN"
    )
    assert {row["article_en"] for row in STATES.values()} == {"the", "-"}


def test_spanish_writes_an_article_before_these_names_and_no_others() -> None:
    expected = {
        "el": "AFG BOL BRA CAN CMR COG ECU GAB GBR IRQ JPN LBN NER PAK PER PRY PSE SDN SEN TCD TGO URY YEM",
        "la": "ARG CAF COD DOM IND IRN KOR LAO MDA PRK RUS SAU SYR TZA VAT VEN",
        "los": "ARE FSM NLD USA",
        "las": "BHS COK COM MHL SLB",
    }
    for article, states in expected.items():
        assert states_of(select(STATES.values(), article_es=article)) == iso3s(states)


def test_a_name_has_no_parenthesis_in_running_text_and_five_have_one_in_lists() -> None:
    assert [row["iso3"] for row in STATES.values() if "(" in row["name_en"] + row["name_fr"] + row["name_es"]] == []
    in_lists = {row["iso3"]: row["list_fr"] for row in STATES.values() if "(" in row["list_en"]}
    assert in_lists == {
        "BOL": "Bolivie (État plurinational de)",
        "FSM": "Micronésie (États fédérés de)",
        "IRN": "Iran (République islamique d')",
        "NLD": "Pays-Bas (Royaume des)",
        "VEN": "Venezuela (République bolivarienne du)",
    }


def test_only_plain_apostrophes_stand_in_names_so_that_elision_looks_the_same_everywhere() -> None:
    assert [row["iso3"] for row in STATES.values() if "’" in "".join(row.values())] == []


def test_regional_groups_have_the_sizes_of_the_united_nations() -> None:
    assert Counter(row["un_regional_group"] for row in STATES.values()) == {
        "African": 54,
        "Asia-Pacific": 55,
        "Eastern European": 23,
        "GRULAC": 33,
        "WEOG": 29,
        "": 3,
    }
