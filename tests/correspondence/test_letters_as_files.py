import io
import zipfile
from contextvars import Context

from flask import Flask
from sqlalchemy import select

from core.db import db
from core.files import StoredFile, sha256_of
from correspondence.queries.campaigns import letters_of
from tests.factories.letters import approved_campaign
from tests.states_parties.pages import signed_in


def test_all_letters_are_downloaded_after_approval_as_a_server_hands_them_out(app: Flask) -> None:
    """A server asks for the pieces once the request is over, where nothing of it is left."""
    campaign = approved_campaign()
    client = signed_in(app)
    whole = Context().run(lambda: client.get(f"/apmbc/letters/{campaign.id}/letters.zip").get_data())
    archive = zipfile.ZipFile(io.BytesIO(whole))
    approved = [letter.sha256 for letter, _state, _slug in letters_of(campaign)]
    words = [name for name in archive.namelist() if name.endswith(".docx")]
    assert [sha256_of(archive.read(name)) for name in words] == approved
    assert "manifest.csv" in archive.namelist()


def test_a_damaged_letter_is_told_before_anything_is_downloaded(app: Flask) -> None:
    campaign = approved_campaign()
    letter = letters_of(campaign)[0][0]
    db.session.scalars(select(StoredFile).where(StoredFile.sha256 == letter.sha256)).one().content = b"other bytes"
    db.session.flush()
    client = signed_in(app)
    app.testing = False
    try:
        answer = client.get(f"/apmbc/letters/{campaign.id}/letters.zip")
    finally:
        app.testing = True
    assert answer.content_type != "application/zip"
    assert answer.get_data()[:2] != b"PK"
