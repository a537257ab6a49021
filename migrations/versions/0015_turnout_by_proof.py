"""Turnout by proof: how many came by each way of voting."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # In one statement: with more, SQLite would have to make the table anew.
    op.execute("ALTER TABLE turnout ADD COLUMN by_proof JSON")
