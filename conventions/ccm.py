"""The Convention on Cluster Munitions as data.

Paragraph numbers are treaty text from knowledge: compare with the depositary's text. Confirmed by published requests
and decisions: the eight and ten years, the caps of four and five years, the 180 days and the 30 April of Article 7.
"""

from datetime import date

from conventions.definitions import Convention, Obligation, Reporting, RequestsDue

TITLE = {
    "EN": "Convention on Cluster Munitions",
    "FR": "Convention sur les armes à sous-munitions",
    "ES": "Convención sobre Municiones en Racimo",
}

CCM = Convention(
    code="CCM",
    title=TITLE,
    short=TITLE,
    opened_on=date(2008, 12, 3),
    in_force_on=date(2010, 8, 1),
    obligations=(
        Obligation("stockpile", "3", "Destruction of stockpiled cluster munitions", 8, 48, "CCM art. 3 (2) and (3)"),
        Obligation("retained", "3.6", "Cluster munitions retained for training", None, None, "CCM art. 3 (6) and (8)"),
        Obligation(
            "clearance",
            "4",
            "Clearance and destruction of cluster munition remnants",
            10,
            60,
            "CCM art. 4 (1a), (5) and (8)",
        ),
        Obligation("victim_assistance", "5", "Victim assistance", None, None, "CCM art. 5"),
        Obligation("transparency", "7", "Transparency reports", None, None, "CCM art. 7 (1) and (2)"),
        Obligation("national_measures", "9", "National implementation measures", None, None, "CCM art. 9"),
    ),
    reporting=Reporting(initial_days=180, annual_month=4, annual_day=30, source="CCM art. 7 (1) and (2)"),
    requests_due=RequestsDue(months_before=9, day_of_year=None, source="CCM art. 3 (3) and 4 (5)"),
    grants_less="CCM art. 3 (5) and 4 (7)",
    committee_sees_analyses="Practice of the CCM’s Coordination Committee",
    withdrawal_months=6,
    symbol_pattern=r"CCM/(?:MSP|CONF)/[0-9]{4}(?:/PM(?:\.[0-9]+)?)?"
    r"/(?:(?:WP|L|INF|CRP|MISC|NGO)\.)?[0-9]+(?:/(?:Add|Rev|Corr|Amend)\.[0-9]+)*",
    symbol_example="CCM/MSP/2019/13",
    symbol_series={"MSP": "CCM/MSP/{year}", "RC": "CCM/CONF/{year}", "preparatory": "CCM/CONF/{year}/PM.{number}"},
    depositary="Secretary-General of the United Nations",
    meeting_titles={
        "MSP": "Meeting of States Parties",
        "special": "Special Meeting of States Parties",
        "intersessional": "Intersessional Meeting",
        "coordination": "Coordination Committee",
    },
    sources=(
        "CCM art. 3 to 5, 7, 9, 15, 17 and 20: treaty text from knowledge, compare with the depositary’s text",
        "United Nations Treaty Collection, chapter XXVI.6: days of opening, signature, deposit and entry into force",
    ),
)
