"""Bringing a database to the newest tables with the numbered migrations.

Forward only: there is no way back but a backup. The tool that runs them is loaded where it is needed: every
start of the program asks how the database stands, and loading it would take as long as much of the rest.
"""

from enum import StrEnum
from importlib.resources import files
from pathlib import Path

from sqlalchemy import inspect

from pb.storage.db import Database


def migrations_folder() -> Path:
    """Where the migrations lie: beside the package in a checkout."""
    return Path(str(files("pb"))).parent / "migrations"


def migrate(db: Database) -> None:
    """Run every migration that the database has not had."""
    from alembic import command  # noqa: PLC0415 # see above
    from alembic.config import Config  # noqa: PLC0415

    with db.connection() as connection:
        config = Config()
        config.set_main_option("script_location", str(migrations_folder()))
        config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


class State(StrEnum):
    """How a database stands to the migrations."""

    NEW = "new"
    BEHIND = "behind"
    CURRENT = "current"


def state(db: Database) -> State:
    """Whether the database is empty, lacks migrations, or has had them all."""
    with db.connection() as connection:
        is_there = inspect(connection).has_table("alembic_version")
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version") if is_there else None
        have = None if found is None else found.scalar()
    if have is None:
        return State.NEW
    return State.CURRENT if have == newest() else State.BEHIND


def newest() -> str:
    """The number of the newest migration."""
    named = (migrations_folder() / "HEAD").read_text(encoding="utf-8").strip()
    return named.partition("_")[0]
