"""Where something is held, in words: the room first, then the house, then the city; online where nobody goes there."""

VIRTUAL, HYBRID = "virtual", "hybrid"


def place_in_words(room: str, venue: str, city: str, mode: str = "") -> str:
    """Room XX, Palais des Nations, Geneva. mode: of a session, by the words of the models."""
    if mode == VIRTUAL:
        return "Online"
    place = ", ".join(filter(None, (room, venue, city)))
    return f"{place}, and online" if place and mode == HYBRID else place
