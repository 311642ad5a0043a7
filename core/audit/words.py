"""Acts in words: tag -> what the person did. Filled by the packages, each with its own acts."""

act_words: dict[str, object] = {}


def in_words(act: str) -> str:
    """The act as the office says it; the bare tag where no package has named it."""
    return str(act_words.get(act, act.replace(":", ": ").replace("-", " ")))
