"""`pb demo`: fill a database with an invented county, say how to look around, and serve it.

A second start keeps what is there; `--reset` begins again. Not for real rounds: all know the passwords.
"""

import argparse
import json
import os
import shutil
import time
from pathlib import Path

from pb.cli.build import NotReady, build_deps, complain, config_from_environment
from pb.cli.demo.people import PEOPLE
from pb.cli.demo.seed import Seeded, seed
from pb.cli.serve import run
from pb.config import Config
from pb.storage.migrate import migrate

FOLDER = "demo-data"
NOTES = "demo.json"


def main(argv: list[str]) -> int:
    """Seed where needed, then serve until stopped. Returns 2 for bad settings."""
    parser = argparse.ArgumentParser(prog="pb demo", description="An invented county to look around in.")
    parser.add_argument("--reset", action="store_true", help="begin again with new data")
    parser.add_argument("--seed-only", action="store_true", help="fill the database and stop")
    given = parser.parse_args(argv)
    os.environ.setdefault("PB_DATA_DIR", FOLDER)
    os.environ.setdefault("PB_TEXTS", "folder")
    try:
        config = config_from_environment()
    except NotReady as fault:
        return complain(fault)
    notes = config.data_folder / NOTES
    if given.reset or not notes.exists():
        if config.data_folder.exists() and not _is_ours(config.data_folder):
            return complain(f"{config.data_folder} holds something that is not a demo; it is left alone.")
        _fill(config, notes)
    print(_guide(config, json.loads(notes.read_text(encoding="utf-8"))), flush=True)
    if not given.seed_only:
        run(config)
    return 0


def _is_ours(folder: Path) -> bool:
    """Whether a folder is empty, a finished demo, or one that was interrupted."""
    names = {path.name for path in folder.iterdir()}
    return not names or NOTES in names or f"{NOTES}.begun" in names


def _fill(config: Config, notes: Path) -> None:
    started = time.monotonic()
    shutil.rmtree(config.data_folder, ignore_errors=True)
    config.data_folder.mkdir(parents=True)
    begun = notes.with_name(f"{NOTES}.begun")
    begun.touch()
    deps = build_deps(config)
    migrate(deps.db)
    seeded = seed(deps, progress=lambda doing: print(f"  filling the demo: {doing}", flush=True))
    deps.db.close()
    notes.write_text(json.dumps(_noted(seeded), ensure_ascii=False, indent=1), encoding="utf-8")
    begun.unlink()
    print(f"  ready in {time.monotonic() - started:.0f} seconds\n")


def _noted(seeded: Seeded) -> dict[str, object]:
    return {
        "organisation": seeded.organisation_id,
        "codes": [
            {"name": name.as_record(), "round": round_id, "unused": codes.unused, "used": codes.used}
            for name, round_id, codes in seeded.codes
        ],
    }


def _guide(config: Config, noted: dict[str, object]) -> str:
    """What to open, who to be, and codes to vote with."""
    base = config.base_url
    lines = [
        f"Cymraeg:  {base}/cy/",
        f"English:  {base}/en/",
        "",
        "Sign in as (address, then password):",
        *(f"  {person.role or 'resident':<10} {person.email:<24} {person.passphrase}" for person in PEOPLE),
        "  (all but residents find their rounds, and what each waits for, under 'Organise' or 'Trefnu')",
        "",
    ]
    codes = noted["codes"]
    for entry in codes if isinstance(codes, list) else []:
        lines += [
            f"Vote in {entry['name']['en']!r}: {base}/en/rounds/{entry['round']}/vote",
            *(f"  {code}" for code in entry["unused"]),
            f"  {entry['used']}  (has voted; may vote again)",
            "",
        ]
    lines += [
        "Without a code: any address or mobile number, and a postcode such as ZB1 1AA (Onnenmouth)",
        "or ZB2 1AA (Upper Onnen)",
        f"Letters that would be e-mailed lie in {config.data_folder / 'mail'}, and texts in",
        f"{config.data_folder / 'texts'}",
    ]
    return "\n".join(lines)
