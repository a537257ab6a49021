"""Ballots are sealed in batches while voting is open."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "box_batch",
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("batch_no", sa.Integer(), nullable=False),
        sa.Column("sealed_hour", sa.DateTime(timezone=True), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("merkle_root", sa.String(), nullable=False),
        sa.Column("prev_hash", sa.String(), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_box_batch_size")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_box_batch_round_id")),
        sa.PrimaryKeyConstraint("round_id", "batch_no", name=op.f("pk_box_batch")),
        sqlite_with_rowid=False,
    )
    op.add_column("ballot", sa.Column("batch_no", sa.Integer(), nullable=True))
    op.drop_index(op.f("ix_ballot_round_id"), table_name="ballot")
    op.create_index(op.f("ix_ballot_round_id_batch_no"), "ballot", ["round_id", "batch_no"], unique=False)
