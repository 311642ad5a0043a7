"""Icons, drawn inside the page beside their word; package.json lists them."""

import re
from functools import cache

from markupsafe import Markup

from config import ROOT

ICONS = ROOT / "static" / "vendor" / "icons"


@cache
def icon(name: str) -> Markup:
    """The drawing, hidden from screen readers; nothing where the assets are not installed: the word says it all."""
    path = ICONS / f"{name}.svg"
    if not path.is_file():
        return Markup()
    shapes = re.sub(r"</?svg[^>]*>", "", path.read_text(encoding="utf-8"))
    return Markup(f'<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{shapes.strip()}</svg>')
