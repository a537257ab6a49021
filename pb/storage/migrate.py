"""Bringing a database to the newest tables with the numbered migrations.

Forward only: there is no way back but a backup.
"""

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


def is_current(db: Database) -> bool:
    """Whether the database has had every migration."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    with db.connection() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config
