"""What kind of thing a voter is known by: an address, a line of the register, an account."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE voter_key ADD COLUMN kind VARCHAR DEFAULT '' NOT NULL")
