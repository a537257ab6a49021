"""Whether a counted pot has public figures, and what blinds its digests where ballots are withheld."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE outcome ADD COLUMN is_hidden BOOLEAN DEFAULT false NOT NULL")
    op.execute("ALTER TABLE outcome ADD COLUMN blind VARCHAR")
