from datetime import date

import pytest

from correspondence.rules.working_days import why_not_a_working_day, working_day_from


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2021, 3, 28), "28 March 2021 is a Sunday."),
        (date(2021, 3, 27), "27 March 2021 is a Saturday."),
        (date(2021, 3, 26), ""),
        (date(2021, 3, 3), ""),
        (date(2021, 9, 9), "9 September 2021 is a holiday in Geneva: Genevan Fast."),
        (date(2026, 4, 3), "3 April 2026 is a holiday in Geneva: Good Friday."),
        (date(2026, 5, 27), "27 May 2026 is a holiday of the United Nations: Eid al-Adha."),
        (date(2200, 12, 30), ""),
    ],
)
def test_a_day_off_says_why(day: date, why: str) -> None:
    assert why_not_a_working_day(day) == why


def test_over_easter_the_next_working_day_is_the_tuesday() -> None:
    assert working_day_from(date(2026, 4, 3)) == date(2026, 4, 7)
    assert working_day_from(date(2026, 4, 7)) == date(2026, 4, 7)
