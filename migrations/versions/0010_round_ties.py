"""What may tie the people of a round to its area."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # In one statement: with more, SQLite would have to make the table anew.
    op.execute("ALTER TABLE round ADD COLUMN ties VARCHAR DEFAULT 'live,work,study,volunteer' NOT NULL")
