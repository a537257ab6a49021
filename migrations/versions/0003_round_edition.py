"""Rounds get an edition: a mark that changes with everything their pages show."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("round") as table:
        table.add_column(sa.Column("edition", sa.String(), nullable=True))
