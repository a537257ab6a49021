"""Wrong voter codes: locks that hold over restarts and processes, and how many there were."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "code_lock",
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("code_digest", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("locks", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wrong_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_code_lock_round_id")),
        sa.PrimaryKeyConstraint("round_id", "code_digest", name=op.f("pk_code_lock")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "wrong_codes",
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("slot_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_wrong_codes_round_id")),
        sa.PrimaryKeyConstraint("round_id", "slot_at", name=op.f("pk_wrong_codes")),
        sqlite_with_rowid=False,
    )
