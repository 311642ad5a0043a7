"""What a reader may find of an item of the checklist."""

from enum import StrEnum


class Finding(StrEnum):
    MET = "met"
    PARTLY = "partly met"
    MISSING = "missing"
    NOT_APPLICABLE = "not applicable"
