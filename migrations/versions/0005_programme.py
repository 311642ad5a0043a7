"""Programmes of meetings to choose from, and meetings of other treaties."""

import sqlalchemy as sa
from alembic import op


revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "programme_choices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.Column("background", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_choices")),
        sa.UniqueConstraint("convention", "slug", name=op.f("uq_programme_choices_convention_slug")),
    )
    op.create_table(
        "programme_options",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column("choice", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("comments", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("proposed", "adopted", "not adopted", name="optionstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decision", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "(state = 'proposed') = (decided_on IS NULL)", name=op.f("ck_programme_options_decided_has_day")
        ),
        sa.CheckConstraint(
            "state IN ('proposed', 'adopted', 'not adopted')", name=op.f("ck_programme_options_state_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_options")),
        sa.UniqueConstraint(
            "convention", "choice", "number", name=op.f("uq_programme_options_convention_choice_number")
        ),
    )
    op.create_index(
        "uq_programme_options_adopted",
        "programme_options",
        ["convention", "choice"],
        unique=True,
        sqlite_where=sa.text("state = 'adopted'"),
        postgresql_where=sa.text("state = 'adopted'"),
    )
    op.create_table(
        "option_meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column("choice", sa.String(length=60), nullable=False),
        sa.Column("option", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("days_least", sa.Integer(), nullable=False),
        sa.Column("days_most", sa.Integer(), nullable=False),
        sa.Column("sessions_a_day", sa.Integer(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("city", sa.String(length=80), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("payer", sa.String(length=160), nullable=False),
        sa.CheckConstraint(
            "days_least BETWEEN 1 AND days_most AND days_most <= 31", name=op.f("ck_option_meetings_days_counted")
        ),
        sa.CheckConstraint("sessions_a_day BETWEEN 1 AND 4", name=op.f("ck_option_meetings_sessions_counted")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_option_meetings")),
        sa.UniqueConstraint(
            "convention",
            "choice",
            "option",
            "position",
            name=op.f("uq_option_meetings_convention_choice_option_position"),
        ),
    )
    op.create_table(
        "option_costs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention", sa.String(length=10), nullable=False),
        sa.Column("choice", sa.String(length=60), nullable=False),
        sa.Column("option", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("payer", sa.String(length=160), nullable=False),
        sa.Column("francs", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.CheckConstraint("francs >= 0", name=op.f("ck_option_costs_francs_counted")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_option_costs")),
        sa.UniqueConstraint(
            "convention", "choice", "option", "what", name=op.f("uq_option_costs_convention_choice_option_what")
        ),
    )
    op.create_table(
        "other_meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("city", sa.String(length=80), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("confidence", sa.String(length=10), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_other_meetings_ends_after_start")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_other_meetings")),
        sa.UniqueConstraint("name", "starts_on", name=op.f("uq_other_meetings_name_starts_on")),
    )


def downgrade() -> None:
    for table in ("other_meetings", "option_costs", "option_meetings", "programme_options", "programme_choices"):
        op.drop_table(table)
