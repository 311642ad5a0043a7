"""What a person wrote in a mail, without what they quoted below or between."""

import re

from mailparser_reply.parser import EmailMessage

# The library's expressions are quadratic in the length of a line: longer lines are shown to it as one letter.
LONGEST_LINE = 300
MOST_LINES = 400
_FIRST_STAND_IN = 0xE000  # private use: such letters are in no text that was tidied
_OPENS = re.compile(r"(On|Le|El|Em)\s\S")
_CLOSES = re.compile(r"(wrote|écrit|escribió|escreveu)\s?:$")


def without_quotes(text: str) -> str:
    """The newest part of a mail, its signature included; the whole where nothing else is there."""
    lines = [line.strip() for line in text.split("\n") if not line.lstrip().startswith(">")]
    lines = _without_empty_runs(_joined_headers(lines))[:MOST_LINES]
    shown = [_as_shown(line, place) for place, line in enumerate(lines)]
    as_written = dict(zip(shown, lines, strict=True))
    found = EmailMessage(text="\n".join(shown), languages=["en", "fr", "es"], keep_hyphen_lists=True).read()
    written = next((body for reply in found.replies if (body := reply.full_body.strip())), "\n".join(shown))
    return "\n".join(as_written.get(line, line) for line in written.split("\n")).strip()


def _as_shown(line: str, place: int) -> str:
    """The line as the library knows it: it does not know “escribió”, nor “Enviado el”."""
    if _OPENS.match(line) and _CLOSES.search(line):
        return f"On {place} wrote:"
    if len(line) > LONGEST_LINE:
        return chr(_FIRST_STAND_IN + place)
    return re.sub(r"^Enviado el:", "Enviado:", line)


def _joined_headers(lines: list[str]) -> list[str]:
    """“On … wrote:” on one line, where the sender's program broke it into two."""
    joined: list[str] = []
    for line in lines:
        if joined and _CLOSES.search(line) and _OPENS.match(joined[-1]) and not joined[-1].endswith(":"):
            joined[-1] = f"{joined[-1]} {line}"
        else:
            joined.append(line)
    return joined


def _without_empty_runs(lines: list[str]) -> list[str]:
    return [line for place, line in enumerate(lines) if line or (place and lines[place - 1])]
