"""Whether the first or the last vote of a code counts."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # In one statement: to add the check by itself, SQLite would have to make the table anew.
    op.execute(
        "ALTER TABLE round ADD COLUMN which_counts VARCHAR DEFAULT 'last' NOT NULL "
        "CONSTRAINT ck_round_which_counts CHECK (which_counts IN ('first', 'last'))"
    )
