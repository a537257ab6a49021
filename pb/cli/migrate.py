"""`pb migrate`: bring the database up to date.

Forward only; make a backup first.
"""

import argparse

from pb.cli.build import NotReady, build_deps, complain, config_from_environment
from pb.storage.migrate import State, migrate, state


def main(argv: list[str]) -> int:
    """Run every migration that the database has not had. Returns 0, or 2 for bad settings."""
    argparse.ArgumentParser(prog="pb migrate", description="Bring the database up to date.").parse_args(argv)
    try:
        deps = build_deps(config_from_environment())
    except NotReady as fault:
        return complain(fault)
    before = state(deps.db)
    if before is State.CURRENT:
        print("The database is up to date.")
    else:
        migrate(deps.db)
        print(
            "The database has been made."
            if before is State.NEW
            else "The database has been brought up to date."
        )
    deps.db.close()
    return 0
