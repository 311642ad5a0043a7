"""The sections of an analysis against the checklists."""

import pytest

from extension_requests.checklists import checklist_of
from extension_requests.sections import sections_of


@pytest.mark.parametrize(("convention", "article"), [("APMBC", "5"), ("CCM", "3"), ("CCM", "4")])
def test_every_item_of_the_checklist_belongs_to_one_section(convention: str, article: str) -> None:
    placed = [code for section in sections_of(convention, article) for code in section.items]
    items = [item.code for item in checklist_of(convention, article, renewal=True).items]
    assert sorted(placed) == sorted(items)


def test_the_draft_decision_is_part_of_the_analysis_under_the_ccm_alone() -> None:
    last = {article: sections_of(*article)[-1].key for article in (("APMBC", "5"), ("CCM", "3"), ("CCM", "4"))}
    assert last == {("APMBC", "5"): "conclusion", ("CCM", "3"): "decision", ("CCM", "4"): "decision"}
