"""What other rules would have done: beside a count's outcome, and in a rehearsal."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rehearsal",
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("projects", sa.JSON(), nullable=False),
        sa.Column("comparison", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_rehearsal_round_id")),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_rehearsal")),
    )
    op.create_table(
        "comparison",
        sa.Column("pot_id", sa.String(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("outcome_digest", sa.String(), nullable=False),
        sa.Column("comparison", sa.String(), nullable=False),
        sa.Column("comparison_digest", sa.String(), nullable=False),
        sa.Column("margins", sa.String(), nullable=False),
        sa.Column("margins_digest", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["pot_id"], ["pot.id"], name=op.f("fk_comparison_pot_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_comparison_round_id")),
        sa.PrimaryKeyConstraint("pot_id", name=op.f("pk_comparison")),
    )
    with op.batch_alter_table("comparison", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comparison_round_id"), ["round_id"], unique=False)
