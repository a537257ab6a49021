"""How many text messages were sent in a round: they cost money, and so have a limit for each hour."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sent_texts",
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("slot_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_sent_texts_round_id")),
        sa.PrimaryKeyConstraint("round_id", "slot_at", name=op.f("pk_sent_texts")),
        sqlite_with_rowid=False,
    )
