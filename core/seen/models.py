"""Who has a text open to edit it. Rows live as long as the page asks; nothing of them is kept."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model


class OpenText(Model):
    """opened_at: since when without interruption. seen_at: when the page was heard of last."""

    __tablename__ = "open_texts"
    __table_args__ = (CheckConstraint("seen_at >= opened_at", name="seen_since_opened"),)

    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    text_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    account_id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    opened_at: Mapped[datetime]
    seen_at: Mapped[datetime]
