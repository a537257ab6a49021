"""`pb count` and its sisters over many files, run as a person runs them: what is left when they are stopped.

Must not wait for luck: a file that never comes to its end holds the command where the test wants it.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from multiprocessing import popen_fork
from pathlib import Path
from typing import Any

import pytest

from pb.cli import count

FILE = (
    "META\nkey;value\nnum_projects;3\nnum_votes;3\nbudget;100.50\nvote_type;approval\nrule;greedy\n"
    "PROJECTS\nproject_id;cost;name\nA;60;Swings\nB;50;Benches\nC;40;Trees\n"
    "VOTES\nvoter_id;vote\n1;A,B\n2;A\n3;A,B,C\n"
)
COMMANDS = ("count", "compare", "margins", "convert")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two good files."""
    inside = tmp_path / "files"
    inside.mkdir()
    for name in ("a.pb", "b.pb"):
        (inside / name).write_text(FILE, encoding="utf-8")
    return inside


@pytest.fixture
def endless(folder: Path) -> Path:
    """The same two, and a third from which nothing ever comes."""
    os.mkfifo(folder / "c.pb")
    return folder


def start(*arguments: str | Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "pb", *map(str, arguments)]
    pipe = subprocess.PIPE  # unbuffered, or `communicate` would miss what `readline` took too much of
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, bufsize=0, start_new_session=True)


def pb(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pb", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def eventually(happens: Iterator[object]) -> None:
    """Wait until the next of these is true."""
    ends = time.monotonic() + 30
    while not next(happens):
        assert time.monotonic() < ends, "nothing happened"
        time.sleep(0.01)


def ended(process: subprocess.Popen[bytes]) -> tuple[int, bytes, bytes]:
    out, err = process.communicate(timeout=30)
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)  # no worker outlives the command
    return process.returncode, out, err


@pytest.mark.parametrize(
    ("sign", "jobs", "whole_group"),
    [
        (signal.SIGINT, "1", True),
        (signal.SIGINT, "2", True),
        (signal.SIGINT, "2", False),
        (signal.SIGTERM, "2", False),
    ],
)
def test_stopped_halfway_it_has_told_whole_lines_and_says_130(
    endless: Path, sign: signal.Signals, jobs: str, whole_group: bool
) -> None:
    process = start("count", endless, "--json", "--jobs", jobs)
    assert process.stdout is not None
    told = [process.stdout.readline() for _ in range(2)]
    (os.killpg if whole_group else os.kill)(process.pid, sign)
    code, rest, err = ended(process)
    assert [json.loads(line)["file"] for line in told] == ["a.pb", "b.pb"]
    assert (code, rest, err) == (130, b"", b"")


@pytest.mark.parametrize("command", COMMANDS)
def test_stopped_halfway_it_leaves_no_file(endless: Path, command: str) -> None:
    out = endless.parent / "out"
    out.mkdir()
    target = out / "results" if command != "convert" else out
    process = start(command, endless, "--output", target, "--jobs", "2")
    if command == "convert":
        eventually((out / "b.json").exists() for _ in iter(int, 1))
    else:
        eventually(any(out.iterdir()) for _ in iter(int, 1))
    process.send_signal(signal.SIGTERM)
    assert ended(process) == (130, b"", b"")
    assert {path.name for path in out.iterdir()} == ({"a.json", "b.json"} if command == "convert" else set())


def test_a_wish_to_stop_while_a_worker_starts_leaves_no_worker(
    endless: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it is heard where another thread of the process was given the signal."""
    fork: Any = popen_fork.Popen
    launch, started = fork._launch, []

    def launch_and_ask(self: Any, process: object) -> None:
        launch(self, process)
        started.append(self.pid)
        if len(started) == 1:
            heard = signal.getsignal(signal.SIGTERM)
            assert callable(heard)
            heard(signal.SIGTERM, None)

    monkeypatch.setattr(fork, "_launch", launch_and_ask)
    assert count.main([str(endless), "--output", str(endless.parent / "out"), "--jobs", "2"]) == 130
    assert started
    for worker in started:
        with pytest.raises(ChildProcessError):
            os.waitpid(worker, os.WNOHANG)  # it has ended, and somebody has taken note of it
    assert not (endless.parent / "out").exists()


def test_a_line_being_written_is_finished(folder: Path) -> None:
    for number in range(150):
        (folder / f"n{number}.pb").write_text(FILE, encoding="utf-8")
    process = start("count", folder, "--steps", "--jobs", "2")
    assert process.stdout is not None
    first = process.stdout.readline()  # and no more: the pipe fills up
    process.send_signal(signal.SIGINT)
    code, rest, err = ended(process)
    told = [json.loads(line) for line in (first + rest).split(b"\n")[:-1]]
    assert (code, err) == (130, b"")
    assert rest.endswith(b"\n") or not rest
    assert 1 <= len(told) < 152


def test_a_reader_who_leaves_is_not_answered_with_a_traceback(folder: Path) -> None:
    for number in range(150):
        (folder / f"n{number}.pb").write_text(FILE, encoding="utf-8")
    process = start("count", folder, "--steps", "--jobs", "2")
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    process.stdout = None
    code, _, err = ended(process)
    assert (code, err) == (130, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_said(folder: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "pb", "count", str(folder)]
        done = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False
        )
    assert (done.returncode, done.stderr) == (2, "the results cannot be written (No space left on device).\n")


@pytest.mark.skipif(
    not Path("/proc/self/task").exists(), reason="this system does not list a process's children"
)
def test_a_worker_that_is_killed_is_said(endless: Path) -> None:
    process = start("count", endless, "--json", "--jobs", "2")
    assert process.stdout is not None
    for _ in range(2):
        process.stdout.readline()
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").split()
    os.kill(int(children[0]), signal.SIGKILL)
    for child in children[1:]:
        with contextlib.suppress(ProcessLookupError):  # the command may have ended it meanwhile
            os.kill(int(child), signal.SIGKILL)
    code, _, err = ended(process)
    assert code == 2
    assert err.decode().startswith("the results cannot be written (a process was ended from outside")


@pytest.mark.parametrize("command", COMMANDS)
def test_results_are_the_same_on_one_core_on_many_and_in_a_file(folder: Path, command: str) -> None:
    (folder / "bad.pb").write_text(FILE.replace("A;60", "A;sixty"), encoding="utf-8")
    json_ = [] if command == "convert" else ["--json"]
    one, two = pb(command, folder, *json_, "--jobs", "1"), pb(command, folder, *json_, "--jobs", "2")
    for done in (one, two):
        assert done.returncode == 2
        assert "bad.pb, line 10, PROJECTS cost: expected an amount" in done.stderr
        assert "Traceback" not in done.stderr
    assert timeless(one.stdout) == timeless(two.stdout)
    if command != "convert":
        target = folder.parent / "told.jsonl"
        assert pb(command, folder, *json_, "--output", target).stdout == ""
        assert timeless(target.read_text(encoding="utf-8")) == timeless(one.stdout)
        assert {json.loads(line)["file"] for line in one.stdout.splitlines()} == {"a.pb", "b.pb"}


def timeless(text: str) -> list[object]:
    told = [json.loads(line) for line in text.splitlines()]
    for one in told:
        one.pop("seconds", None)
    return told


def test_files_and_folders_may_be_mixed_and_each_is_headed_by_its_name(folder: Path) -> None:
    for command in ("count", "compare", "margins"):
        done = pb(command, folder / "b.pb", folder)
        assert done.returncode == 0, done.stderr
        heads = [line for line in done.stdout.splitlines() if line.endswith(".pb")]
        assert heads == [str(folder / name) for name in ("b.pb", "a.pb", "b.pb")]


def test_convert_fills_a_folder_and_never_writes_over_what_it_reads(folder: Path) -> None:
    target = folder.parent / "made"
    assert pb("convert", folder, "--to", "pb", "--output", target).returncode == 0
    assert sorted(path.name for path in target.iterdir()) == ["a.pb", "b.pb"]
    assert pb("convert", target, "--to", "pb", "--output", folder.parent / "again").returncode == 0
    assert (folder.parent / "again" / "a.pb").read_bytes() == (target / "a.pb").read_bytes()
    for arguments, words in (
        ((folder, "--to", "pb", "--output", folder), "would be written over"),
        ((folder, "--to", "pb"), "need a folder"),
        ((folder / "a.pb", target / "a.pb", "--output", target), "two files would be written"),
        ((folder / "a.pb", "--to", "pb", "--output", folder / "a.pb" / "x"), "cannot be written"),
    ):
        done = pb("convert", *arguments)
        assert done.returncode == 2
        assert words in done.stderr
