"""Registers of people who may vote, as keyed hashes."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "elector_table",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("is_used", sa.Boolean(), nullable=False),
        sa.Column("file_digest", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("fields", sa.String(), nullable=False),
        sa.Column("elector_count", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_elector_table_round_id")),
        sa.ForeignKeyConstraint(["read_by"], ["person.id"], name=op.f("fk_elector_table_read_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_elector_table")),
    )
    with op.batch_alter_table("elector_table", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_elector_table_round_id"), ["round_id"], unique=False)
    op.create_table(
        "elector",
        sa.Column("table_id", sa.String(), nullable=False),
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("contact_hash", sa.String(), nullable=True),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["table_id"], ["elector_table.id"], name=op.f("fk_elector_table_id")),
        sa.PrimaryKeyConstraint("table_id", "key_hash", name=op.f("pk_elector")),
        sqlite_with_rowid=False,
    )
