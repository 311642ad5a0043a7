"""What the members of a body must be between them, and which obligations are its business."""

AFFECTED, DONOR = "affected State", "donor"

# Keys of a composition's mixes: of each kind at least one member.
MIXES: dict[str, tuple[str, ...]] = {"affected-and-donor": (AFFECTED, DONOR)}

# The obligations that are the business of a body. Source: mandates of the bodies. A member with such an open obligation
# of its own takes no part when the body speaks of it. Source: office practice.
MATTERS: dict[str, str] = {
    "article-5-implementation": "clearance",
    "clearance-and-risk-reduction": "clearance",
    "stockpile-destruction-and-retention": "stockpile",
    "victim-assistance": "victim assistance",
    "cooperative-compliance": "compliance",
    "analysis-group-article-3": "stockpile",
    "analysis-group-article-4": "clearance",
}
