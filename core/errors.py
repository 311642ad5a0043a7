"""The one refusal of the house, and how database constraints become one."""

from collections.abc import Sequence


class RuleViolation(Exception):
    """An act that a rule forbids.

    message: one sentence for the user, naming the field, row, State or paragraph concerned.
    source:  where the rule stands (article, decision, "Office practice"), empty for mere shape.
    field:   the form field to show it beside, empty when it concerns the whole act.
    """

    def __init__(self, message: str, *, source: str = "", field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.source = source
        self.field = field


class Shortcomings(RuleViolation):
    """Several refusals found in one piece of input; nothing of it was taken over."""

    def __init__(self, items: Sequence[str], *, what: str) -> None:
        shown = "; ".join(items[:3]) + (f"; and {len(items) - 3} more" if len(items) > 3 else "")
        super().__init__(f"{what}: {shown}")
        self.what = what
        self.items = tuple(items)


class ToBeAsked(RuleViolation):
    """An act that somebody may mean, and is asked about first. It is done once the person has read the sentences.

    field: the box to tick.
    """

    def __init__(self, sentences: Sequence[str], *, question: str, field: str) -> None:
        super().__init__(" ".join([*sentences, question]), field=field)
        self.sentences = tuple(sentences)


class NotFound(Exception):
    """What was asked for does not exist; the counter answers with the 404 page."""
