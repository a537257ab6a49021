"""A task in a process of its own: the same answer, its progress on the way, an end whenever it is wanted."""

import json
import os
import signal
import subprocess
import sys
from typing import Any

import pytest

from pb.domain.jobs import Progress
from pb.services import child
from pb.tally import BallotSpec, Contest, Profile, Project, TallyInvalid, contest_record
from pb.tally.tasks import Task
from pb.tally.watch import Stopped
from tests.faults.voting_process import is_gone

CONTEST = Contest(
    budget=1000,
    projects=tuple(Project(id=f"p{n}", cost=100 + 7 * n) for n in range(30)),
    spec=BallotSpec(type="approval", limits={"max_count": 30}),
    profile=Profile.of([((f"p{n % 30}", 1), (f"p{(n * 7 + 1) % 30}", 1)) for n in range(2000) if n % 5]),
)


def a_task(contest: Contest = CONTEST, **params: str) -> Task:
    asked = {"contest": contest_record(contest), "rule": "most-votes", "params": params, "seed": "07"}
    return {"do": "count", "contests": [asked]}


def test_apart_and_here_say_the_same() -> None:
    heard: list[Progress | None] = []
    assert child.compute_apart(a_task(), heard.append) == child.compute_here(a_task(), lambda _: None)
    first = heard[0]
    assert first is not None
    assert (first.stage, first.part, first.parts) == ("check", 1, 1)


def test_what_the_tally_refuses_is_told() -> None:
    with pytest.raises(TallyInvalid) as caught:
        child.compute_apart(a_task(measure="beauty"), lambda _: None)
    assert caught.value.code == "not-one-of"


def test_whoever_listens_may_end_it(monkeypatch: pytest.MonkeyPatch) -> None:
    started = watch_starts(monkeypatch)

    def stop(_: Progress | None) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        child.compute_apart(a_task(), stop)
    assert is_gone(started[0].pid)


def test_a_child_that_is_killed_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    started = watch_starts(monkeypatch)

    def kill(_: Progress | None) -> None:
        os.kill(started[0].pid, signal.SIGKILL)

    with pytest.raises(child.ChildDied, match="-9"):
        child.compute_apart(a_long_task(), kill)


def test_a_child_that_says_nothing_is_asked_after(monkeypatch: pytest.MonkeyPatch) -> None:
    started = watch_starts(monkeypatch)
    monkeypatch.setattr(child, "HEARTBEAT_SECONDS", 0.05)
    silent = 0

    def hear(progress: Progress | None) -> None:
        nonlocal silent
        if progress is not None:
            os.kill(started[0].pid, signal.SIGSTOP)
        else:
            silent += 1
            if silent == 8:
                raise Stopped

    with pytest.raises(Stopped):
        child.compute_apart(a_long_task(), hear)
    assert is_gone(started[0].pid)


def test_a_child_ends_with_whoever_started_it() -> None:
    command = [sys.executable, "-m", "pb.tally"]
    alone = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert alone.stdin is not None
    assert alone.stdout is not None
    alone.stdin.write(json.dumps(a_long_task()).encode() + b"\n")
    alone.stdin.flush()
    assert alone.stdout.readline()  # at work
    alone.stdin.close()
    assert alone.wait(timeout=10) == 1
    alone.stdout.close()


def a_long_task() -> Task:
    """More of the same than is counted in the time of a test."""
    return {"do": "count", "contests": [*a_task()["contests"]] * 2000}


def watch_starts(monkeypatch: pytest.MonkeyPatch) -> list["subprocess.Popen[bytes]"]:
    started: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def start(*args: Any, **more: Any) -> "subprocess.Popen[bytes]":
        started.append(real(*args, **more))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", start)
    return started
