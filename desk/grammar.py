"""A State's name as it stands in the sentences of letters, for checking by eye."""

from collections.abc import Sequence

from flask_babel import gettext as _

from states_parties.rules.names import (
    StateNames,
    in_state,
    name,
    of_official_state,
    of_state,
    the_official_state,
    the_state,
    to_state,
)

LANGUAGES = ("EN", "FR", "ES")


def in_sentences(names: StateNames) -> list[tuple[str, Sequence[str]]]:
    """What the name is used for, and the words in English, French and Spanish."""
    uses = (
        (_("Name"), name),
        (_("With its article"), the_state),
        (_("Of the State"), of_state),
        (_("To the State"), to_state),
        (_("In the State"), in_state),
        (_("Formal name"), the_official_state),
        (_("Of the State, formally"), of_official_state),
    )
    return [(use, [word(names, language) for language in LANGUAGES]) for use, word in uses]
