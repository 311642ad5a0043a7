"""The Anti-Personnel Mine Ban Convention as data.

Terms and caps are treaty text from knowledge: compare with the depositary's text. Confirmed by published dates: the
entry into force for each State, the ten years and the cap of Article 5, the 180 days and the 30 April of Article 7.
"""

from datetime import date

from conventions.definitions import Convention, Obligation, Reporting, RequestsDue

APMBC = Convention(
    code="APMBC",
    title={
        "EN": "Convention on the Prohibition of the Use, Stockpiling, Production and Transfer of Anti-Personnel Mines "
        "and on Their Destruction",
        "FR": "Convention sur l’interdiction de l’emploi, du stockage, de la production et du transfert des mines "
        "antipersonnel et sur leur destruction",
        "ES": "Convención sobre la Prohibición del Empleo, Almacenamiento, Producción y Transferencia de Minas "
        "Antipersonal y sobre su Destrucción",
    },
    short={
        "EN": "Anti-Personnel Mine Ban Convention",
        "FR": "Convention sur l’interdiction des mines antipersonnel",
        "ES": "Convención sobre la Prohibición de Minas Antipersonal",
    },
    opened_on=date(1997, 12, 3),
    in_force_on=date(1999, 3, 1),
    obligations=(
        Obligation("compliance", "1", "Dialogue on alleged or known use", None, None, "APMBC art. 1 and 8"),
        Obligation(
            "retained", "3", "Mines retained for training and research", None, None, "APMBC art. 3 (1) and 7 (1d)"
        ),
        Obligation("stockpile", "4", "Destruction of stockpiled anti-personnel mines", 4, None, "APMBC art. 4"),
        Obligation(
            "clearance",
            "5",
            "Destruction of anti-personnel mines in mined areas",
            10,
            120,
            "APMBC art. 5 (1), (3) and (6)",
        ),
        Obligation("victim_assistance", "6", "Assistance to victims", None, None, "APMBC art. 6 (3)"),
        Obligation("transparency", "7", "Transparency reports", None, None, "APMBC art. 7 (1) and (2)"),
        Obligation("national_measures", "9", "National implementation measures", None, None, "APMBC art. 9"),
    ),
    reporting=Reporting(initial_days=180, annual_month=4, annual_day=30, source="APMBC art. 7 (1) and (2)"),
    requests_due=RequestsDue(
        months_before=None,
        day_of_year=(3, 31),
        source="Working date since the 12MSP: 31 March of the year of the meeting",
    ),
    grants_less="",
    committee_sees_analyses="",
    withdrawal_months=6,
    symbol_pattern=r"(?:APLC/MSP\.[0-9]+/[0-9]{4}|APLC/CONF/[0-9]{4})(?:/PM(?:\.[0-9]+)?)?"
    r"/(?:(?:WP|L|INF|CRP|MISC|NGO)\.)?[0-9]+(?:/(?:Add|Rev|Corr|Amend)\.[0-9]+)*",
    symbol_example="APLC/MSP.19/2021/1",
    symbol_series={
        "MSP": "APLC/MSP.{number}/{year}",
        "RC": "APLC/CONF/{year}",
        "preparatory": "APLC/CONF/{year}/PM.{number}",
    },
    depositary="Secretary-General of the United Nations",
    meeting_titles={
        "MSP": "Meeting of the States Parties",
        "special": "Special Meeting of the States Parties",
        "intersessional": "Intersessional Meetings",
        "coordination": "Coordinating Committee",
    },
    sources=(
        "APMBC art. 1, 3 to 9, 15, 17 and 20: treaty text from knowledge, compare with the depositary’s text",
        "United Nations Treaty Collection, chapter XXVI.5: days of opening, signature, deposit and entry into force",
    ),
)
