"""Which letters belong to a request, and on what occasion each was written."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, one_of, word
from extension_requests.rules.occasions import Occasion


class DossierLetter(Model):
    """A campaign of one letter or few about a request. mark: which of several on that occasion.

    mark: months before the deadline of a heads-up, the round of questions, until when something was not received.
    told_until: the last day of what was not received; such a letter tells only what no letter before it told.
    document_id: the letter as it left, once it is on file.
    """

    __tablename__ = "dossier_letters"
    __table_args__ = (
        Index("ix_dossier_letters_dossier_id", "dossier_id"),
        one_of("occasion", Occasion),
    )

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers.id"))
    occasion: Mapped[Occasion] = mapped_column(word(Occasion))
    mark: Mapped[str] = mapped_column(String(40), default="")
    told_until: Mapped[date | None]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("dossier_documents.id"))
