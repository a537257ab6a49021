"""Whether the openings of a round's ballots are for auditors alone or for everybody."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # In one statement: to add the check by itself, SQLite would have to make the table anew.
    op.execute(
        "ALTER TABLE round ADD COLUMN box_mode VARCHAR DEFAULT 'sealed' NOT NULL "
        "CONSTRAINT ck_round_box_mode CHECK (box_mode IN ('sealed', 'open'))"
    )
