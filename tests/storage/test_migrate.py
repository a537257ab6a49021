"""Migrations from nothing give the very tables that the code names, on both databases."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect

from pb.storage.db import Database
from pb.storage.migrate import State, migrate, state
from pb.storage.tables import METADATA


def test_migrated_from_empty_the_tables_are_those_of_the_code(database: Database) -> None:
    assert state(database) is State.NEW
    migrate(database)
    assert state(database) is State.CURRENT
    with database.connection() as connection:
        compared = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(compared, METADATA) == []
        seen = inspect(connection)
        # what the comparison leaves out: the checks, and which tables have no row numbers
        for table in METADATA.sorted_tables:
            wanted = {
                check.name for check in table.constraints if check.__class__.__name__ == "CheckConstraint"
            }
            assert {check["name"] for check in seen.get_check_constraints(table.name)} == wanted, table.name
            assert seen.get_pk_constraint(table.name)["name"] == f"pk_{table.name}"


def test_migrating_again_changes_nothing_and_keeps_what_is_there(database: Database) -> None:
    migrate(database)
    with database.connection() as connection:
        connection.exec_driver_sql("INSERT INTO stream_head (stream, seq, hash) VALUES ('site', 1, 'aa')")
    migrate(database)
    with database.connection() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM stream_head").scalar() == 1


def test_the_tables_of_the_box_keep_no_order_on_sqlite(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'pb.db'}")
    migrate(database)
    with database.read() as session:
        for table in ("ballot", "draft_ballot", "voter_session"):
            with pytest.raises(Exception, match="rowid"):
                session.connection().exec_driver_sql(f"SELECT rowid FROM {table}")
    database.close()
