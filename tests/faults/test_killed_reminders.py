"""Reminders, and the process that sends them killed time after time: each goes out, and none goes twice."""

import signal
import subprocess
import sys
from pathlib import Path

from sqlalchemy import select

from pb.storage.tables import METADATA
from tests.house.tree import ROOT
from tests.services.test_reminders import wishing
from tests.votes import GREEN, cast, open_vote
from tests.world import World

KILLS = (
    ("before", "claim", "1"),
    ("after", "claim", "2"),
    ("before", "letter", "1"),
    ("after", "letter", "1"),
    ("after", "text", "1"),
    ("before", "remove", "2"),
    ("after", "remove", "1"),
)


def test_whenever_it_is_killed_each_reminder_goes_once(tmp_path: Path) -> None:
    world = World(tmp_path)
    open_vote(world)
    voters = wishing(world, 14)
    cast(world, voters[0], {GREEN: {}})
    cast(world, voters[1], {GREEN: {}})
    for number, kill in enumerate((*KILLS, ())):
        program = [sys.executable, "-m", "tests.faults.reminding_process", str(tmp_path), str(30 * number)]
        ended = subprocess.run(
            [*program, *kill], check=False, cwd=ROOT, capture_output=True, text=True, timeout=60
        )
        assert ended.returncode == (-signal.SIGKILL if kill else 0), ended.stderr
    sent = [path.read_text(encoding="utf-8") for path in (tmp_path / "sent").glob("*")]
    to = [line for text in sent for line in text.splitlines() if line.startswith("To: ")]
    letters = {f"To: pleidleisiwr{number}@cwm.example" for number in range(2, 14, 2)}
    assert sorted(to) == sorted(letters | {f"To: +4477009{number:05}" for number in range(3, 14, 2)})
    with world.db.read() as tx:
        assert tx.connection().execute(select(METADATA.tables["reminder"])).all() == []
    world.close()
