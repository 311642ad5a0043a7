"""Which body analyses requests under which article.

Source: mandate of the APMBC Committee on Article 5 Implementation (3RC); CCM 2RC, review para. 131.
Which body it is can be changed by the office (CHANCERY_ANALYSIS_GROUPS): one group for both articles of the CCM, too.
"""

from flask import current_app

GROUPS = {
    "APMBC 5": "article-5-implementation",
    "CCM 3": "analysis-group-article-3",
    "CCM 4": "analysis-group-article-4",
}


def group_for(convention: str, article: str) -> str:
    """The slug of the body; empty where none is set."""
    asked = str(current_app.config["CHANCERY"].analysis_groups)
    pairs = [each.partition("=") for each in asked.split(",") if each.strip()]
    chosen = {of.strip(): body.strip() for of, _, body in pairs}
    return (GROUPS | chosen).get(f"{convention} {article}", "")
