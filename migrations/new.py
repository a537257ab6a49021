"""Writes the next numbered migration: what the tables have and the migrations do not give yet.

It changes no database; whoever runs it reads the step, mends it and tries it before it is kept.
"""

import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from alembic.config import Config

from pb.storage.db import Database
from pb.storage.migrate import migrate, migrations_folder


def write_step(name: str) -> Path:
    """The new file, `0002_add_wards.py` for `add_wards`; HEAD then names it."""
    folder = migrations_folder()
    number = 1 + max((int(step.name[:4]) for step in (folder / "versions").glob("[0-9]*.py")), default=0)
    config = Config()
    config.set_main_option("script_location", str(folder))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    with TemporaryDirectory() as scratch:
        db = Database(f"sqlite:///{scratch}/empty.db")
        migrate(db)
        with db.connection() as connection:
            config.attributes["connection"] = connection
            command.revision(config, message=name, rev_id=f"{number:04}", autogenerate=True)
    (folder / "HEAD").write_text(f"{number:04}_{name}\n", encoding="utf-8")
    return folder / "versions" / f"{number:04}_{name}.py"


if __name__ == "__main__":
    given = "_".join(sys.argv[1:])
    if not re.fullmatch(r"[a-z][a-z0-9_]{2,38}", given):
        sys.exit("a name in small letters, such as add_wards")
    sys.stdout.write(f"{write_step(given)}\n")
