"""Categories of a round's proposals: their names with the round, and one of them with each proposal."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # In one statement each: with more, SQLite would have to make the tables anew.
    op.execute("ALTER TABLE round ADD COLUMN categories JSON")
    op.execute("ALTER TABLE proposal ADD COLUMN category_id VARCHAR")
