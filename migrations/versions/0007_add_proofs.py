"""Proofs of eligibility side by side: who came by which, codes on their way, and postcodes of the area."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "postcode_table",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.String(), nullable=False),
        sa.Column("is_used", sa.Boolean(), nullable=False),
        sa.Column("file_digest", sa.String(), nullable=False),
        sa.Column("postcode_count", sa.Integer(), nullable=False),
        sa.Column("outside_count", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_postcode_table_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postcode_table")),
    )
    with op.batch_alter_table("postcode_table", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_postcode_table_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "postcode",
        sa.Column("table_id", sa.String(), nullable=False),
        sa.Column("postcode", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["table_id"], ["postcode_table.id"], name=op.f("fk_postcode_table_id")),
        sa.PrimaryKeyConstraint("table_id", "postcode", name=op.f("pk_postcode")),
    )
    op.create_table(
        "sent_code",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("proof", sa.String(), nullable=False),
        sa.Column("key_hashes", sa.JSON(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_sent_code_round_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sent_code")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("sent_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sent_code_round_id"), ["round_id"], unique=False)

    op.create_table(
        "voter_key",
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("selector", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_voter_key_round_id")),
        sa.PrimaryKeyConstraint("round_id", "key_hash", name=op.f("pk_voter_key")),
        sqlite_with_rowid=False,
    )
    # In one statement each: with more, SQLite would have to make the tables anew.
    op.execute("ALTER TABLE code_batch ADD COLUMN proof VARCHAR DEFAULT 'code' NOT NULL")
    op.execute("ALTER TABLE code_batch ADD COLUMN area VARCHAR")
    op.execute("ALTER TABLE round ADD COLUMN proofs VARCHAR DEFAULT 'code' NOT NULL")
