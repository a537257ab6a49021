"""Tellers: a role that may be for one round alone, devices in voters' hands, counts at the desk."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ROLES = "role IN ('owner', 'organiser', 'reviewer', 'auditor')"


def _membership() -> sa.Table:
    """The table as it was: SQLite makes it anew, and does not tell of its own checks."""
    return sa.Table(
        "membership",
        sa.MetaData(),
        sa.Column("organisation_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(ROLES, name=op.f("ck_membership_role")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_membership_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id")),
        sa.PrimaryKeyConstraint("organisation_id", "person_id", name=op.f("pk_membership")),
        sa.Index(op.f("ix_membership_person_id"), "person_id"),
    )


def upgrade() -> None:
    with op.batch_alter_table("membership", copy_from=_membership()) as batch_op:
        batch_op.add_column(sa.Column("round_id", sa.String(), nullable=True))
        batch_op.drop_constraint(op.f("ck_membership_role"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_membership_role"), "role IN ('owner', 'organiser', 'reviewer', 'auditor', 'teller')"
        )
        batch_op.create_check_constraint(
            op.f("ck_membership_round_of_teller"), "round_id IS NULL OR role = 'teller'"
        )
        batch_op.create_foreign_key(op.f("fk_membership_round_id"), "round", ["round_id"], ["id"])
    # In one statement each: with more, SQLite would have to make the tables anew.
    op.execute(
        "ALTER TABLE mail_token ADD COLUMN round_id VARCHAR "
        "CONSTRAINT fk_mail_token_round_id REFERENCES round (id)"
    )
    op.execute(
        "ALTER TABLE session ADD COLUMN desk_round_id VARCHAR "
        "CONSTRAINT fk_session_desk_round_id REFERENCES round (id)"
    )
    op.create_table(
        "desk_count",
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_desk_count_count")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_desk_count_round_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_desk_count_person_id")),
        sa.PrimaryKeyConstraint("round_id", "person_id", name=op.f("pk_desk_count")),
        sqlite_with_rowid=False,
    )
