"""Who may import whom: the contracts in pyproject.toml, and what contracts cannot say.

It does not look inside functions; see `test_purity` for that.
"""

import subprocess
import sys
from pathlib import Path

from tests.house.tree import ROOT, imported, named, python_files

BALLOT_AND_VOTER = {"pb.storage.roll", "pb.storage.box"}
MAY_HOLD_BOTH = {"pb/services/voting.py"}
MAY_READ_ENVIRONMENT = ("pb/__main__.py", "pb/cli/")


def test_import_contracts_hold() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([linter, "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_only_voting_holds_both_the_roll_and_the_box() -> None:
    both = {named(path) for path in python_files("pb") if set(imported(path)) >= BALLOT_AND_VOTER}
    assert both <= MAY_HOLD_BOTH, "these bring voters and ballots together"


def test_verifier_uses_only_the_standard_library() -> None:
    allowed = sys.stdlib_module_names | {"pb.verifier"}
    outside = {
        f"{named(path)} imports {name}"
        for path in python_files("pb/verifier")
        for name in imported(path)
        if name != "pb" and name.split(".")[0] not in allowed and not f"{name}.".startswith("pb.verifier.")
    }
    assert outside == set()


def test_only_the_command_line_reads_the_environment() -> None:
    readers = {
        named(path)
        for path in python_files("pb")
        if {"os.environ", "os.getenv"} & set(imported(path))
        or "os.environ" in path.read_text(encoding="utf-8")
    }
    assert {reader for reader in readers if not reader.startswith(MAY_READ_ENVIRONMENT)} == set()
