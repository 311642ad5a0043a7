"""The figures of a request: areas by type and method, annual targets, budget, stocks; for each version of it."""

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, constraint_sentences, one_of, word
from extension_requests.rules.amounts import Unit
from extension_requests.rules.figures import Sheet


class Figure(Model):
    """kind: of contamination, munition or funds, in the State's words. method: cancelled, reduced, cleared, destroyed.

    year: None for what belongs to no year, such as a total that remains.
    """

    __tablename__ = "dossier_figures"
    __table_args__ = (
        UniqueConstraint("dossier_id", "version", "sheet", "year", "kind", "method", "unit", name="uq_dossier_figures"),
        Index(  # a year that is not there is equal to none
            "uq_dossier_figures_without_year",
            "dossier_id",
            "version",
            "sheet",
            "kind",
            "method",
            "unit",
            unique=True,
            sqlite_where=text("year IS NULL"),
            postgresql_where=text("year IS NULL"),
        ),
        Index("ix_dossier_figures_dossier_id", "dossier_id", "version"),
        one_of("sheet", Sheet),
        one_of("unit", Unit),
        CheckConstraint("amount >= 0", name="amount_not_negative"),
        CheckConstraint("year BETWEEN 1990 AND 2100", name="year_possible"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers.id"))
    version: Mapped[int]
    sheet: Mapped[Sheet] = mapped_column(word(Sheet))
    year: Mapped[int | None]
    kind: Mapped[str] = mapped_column(String(80), default="")
    method: Mapped[str] = mapped_column(String(40), default="")
    unit: Mapped[Unit] = mapped_column(word(Unit))
    amount: Mapped[int] = mapped_column(BigInteger)


constraint_sentences.update(
    dict.fromkeys(
        ("uq_dossier_figures", "uq_dossier_figures_without_year"),
        "This figure is on file already for this version of the request.",
    )
)
