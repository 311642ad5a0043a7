"""Texts that delegations hand in as files: a Word file or a PDF, and nothing hostile."""

from core.docx.lint import read_back
from core.errors import RuleViolation
from correspondence.rules.attachments import TYPES, Inspected, inspect
from correspondence.rules.mail import Part

WORD, PDF = TAKEN = tuple({ending: kind for kind, ending in TYPES.items()}[each] for each in (".docx", ".pdf"))


def check_text_file(content: bytes, file_name: str) -> Inspected:
    """What it is by its content, under a safe name. RuleViolation for a file that is hostile, or no DOCX or PDF."""
    found = inspect(Part(file_name, "", content), 1)
    if found.refused:
        raise RuleViolation(f"“{found.file_name[:60]}” is not kept. {found.refused}", field="file")
    if found.found_type not in TAKEN:
        raise RuleViolation(f"“{found.file_name[:60]}” is neither a Word file (.docx) nor a PDF.", field="file")
    if found.found_type == WORD:
        read_back(content)
    return found
