"""Bringing a database to the newest tables with the numbered migrations.

Forward only: there is no way back but a backup.
"""

from enum import StrEnum
from importlib.resources import files
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from pb.storage.db import Database


def migrations_folder() -> Path:
    """Where the migrations lie: beside the package in a checkout."""
    return Path(str(files("pb"))).parent / "migrations"


def migrate(db: Database) -> None:
    """Run every migration that the database has not had."""
    with db.connection() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


class State(StrEnum):
    """How a database stands to the migrations."""

    NEW = "new"
    BEHIND = "behind"
    CURRENT = "current"


def state(db: Database) -> State:
    """Whether the database is empty, lacks migrations, or has had them all."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    with db.connection() as connection:
        have = MigrationContext.configure(connection).get_current_revision()
    if have is None:
        return State.NEW
    return State.CURRENT if have == head else State.BEHIND


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config
