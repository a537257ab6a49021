"""`pb count`: count Pabulib files by a rule and say who won, in words, as JSON, step by step or explained.

Must not count by itself: it reads, calls the tally and prints.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pb.cli import count_words
from pb.cli.files import Unusable, complaint, find, read
from pb.tally.check import check_outcome
from pb.tally.faults import ParamInvalid, TallyInvalid
from pb.tally.model import Outcome
from pb.tally.pabulib import PabulibFile, read_pabulib
from pb.tally.pabulib_amounts import decimal, from_minor, to_minor
from pb.tally.pabulib_declared import declared_rule
from pb.tally.record import outcome_record
from pb.tally.run import read_params, run_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One file counted: what was read, the outcome, the parameters in the file's own money, and the time."""

    path: Path
    file: PabulibFile
    outcome: Outcome
    params: dict[str, str]
    read_seconds: float
    count_seconds: float


def main(argv: list[str]) -> int:
    """Run the command. Returns 0 where every file was counted, 2 where some input was unusable."""
    try:
        given = _arguments().parse_args(argv)
    except SystemExit as leave:
        return int(leave.code or 0)
    try:
        paths = find(given.files)
        seed = _seed(given.seed)
        params = _params(given.param)
    except (Unusable, ParamInvalid) as fault:
        print(_said(None, fault), file=sys.stderr)
        return 2
    how = (
        "json"
        if given.json
        else "steps"
        if given.steps
        else f"explain-{given.explain}"
        if given.explain
        else ""
    )
    jobs = [(path, given.rule, params, seed, how, len(paths) > 1) for path in paths]
    try:
        return _print(_each(jobs, given.jobs), len(paths))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _print(texts: Iterator[tuple[str, str]], number: int) -> int:
    """Print each file's outcome or what is wrong with it; 2 where something was wrong."""
    failed = False
    for at, (text, fault_text) in enumerate(texts, 1):
        if number > 1 and sys.stderr.isatty():
            print(f"{at} / {number}", end="\r", file=sys.stderr)
        if fault_text:
            print(fault_text, file=sys.stderr)
            failed = True
        else:
            print(text, flush=True)
    return 2 if failed else 0


Job = tuple[Path, str, dict[str, str], bytes | None, str, bool]


def _each(jobs: Sequence[Job], workers: int | None) -> Iterator[tuple[str, str]]:
    """The text for each file in order, on several cores where there are several files."""
    count = min(workers or os.cpu_count() or 1, len(jobs))
    if count <= 1:
        yield from map(_one, jobs)
        return
    with ProcessPoolExecutor(max_workers=count) as pool:
        yield from pool.map(_one, jobs)


def _one(job: Job) -> tuple[str, str]:
    """Count one file: (what to print, "") or ("", what is wrong)."""
    path, rule, params, seed, how, several = job
    gc.disable()  # millions of tuples without a cycle among them: looking for one takes longer than counting
    try:
        counted = count_file(path, rule, params, seed)
    except (Unusable, TallyInvalid) as fault:
        return "", _said(path, fault)
    if how == "json":
        return json.dumps(as_json(counted), ensure_ascii=False), ""
    if how == "steps":
        return json.dumps(
            as_json(counted) | {"outcome": outcome_record(counted.outcome)}, ensure_ascii=False
        ), ""
    language = how.removeprefix("explain-") if how else ""
    return count_words.told(counted, language, several), ""


def count_file(path: Path, rule: str, params: dict[str, str], seed: bytes | None) -> Counted:
    """Read and count one file. Raises Unusable, FileInvalid, ParamInvalid, ContestInvalid."""
    begun = time.perf_counter()
    file = read_pabulib(read(path))
    was_read = time.perf_counter()
    given = {"ties": "votes,cost,list", **params}
    if rule == "as-declared":
        rule, base = declared_rule(file.meta, file.contest)
        given = {**base, **params}
    wanted = read_params(rule, to_minor(given, file.unit, rule), file.contest.spec)
    outcome = run_on(file.contest, file.columns, wanted, seed)
    check_outcome(file.contest, outcome)
    return Counted(
        path=path,
        file=file,
        outcome=outcome,
        params=from_minor(wanted.texts, given, file.unit),
        read_seconds=was_read - begun,
        count_seconds=time.perf_counter() - was_read,
    )


def as_json(counted: Counted) -> dict[str, Any]:
    """The outcome of one file; money as exact decimals in the file's own unit."""
    file, outcome = counted.file, counted.outcome
    record = outcome_record(outcome)
    return {
        "file": counted.path.name,
        "rule": outcome.rule,
        "version": outcome.version,
        "params": counted.params,
        "ballots": outcome.ballots,
        "distinct_ballots": outcome.distinct,
        "projects": len(file.contest.projects),
        "budget": decimal(outcome.budget, file.unit),
        "cost": decimal(outcome.cost, file.unit),
        "selected": record["selected"],
        "ties": record["ties"],
        "seconds": {"read": round(counted.read_seconds, 6), "count": round(counted.count_seconds, 6)},
    }


def _said(path: Path | None, fault: Exception) -> str:
    return complaint(path, fault) if isinstance(fault, TallyInvalid) else str(fault)


def _params(given: Sequence[str]) -> dict[str, str]:
    params: dict[str, str] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise Unusable(f"--param {text}: expected name=value.")
        if name in params:
            raise Unusable(f"--param {name}: given twice.")
        params[name] = value
    return params


def _seed(text: str | None) -> bytes | None:
    try:
        return bytes.fromhex(text) if text else None
    except ValueError:
        raise Unusable(f"--seed {text}: expected hexadecimal digits.") from None


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pb count", description="Count Pabulib files by an allocation rule."
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="a .pb file, or a folder of them")
    parser.add_argument("--rule", default="as-declared", help="the rule's id, or as-declared (the default)")
    parser.add_argument("--param", action="append", default=[], metavar="NAME=VALUE", help="a parameter")
    parser.add_argument("--seed", help="the seed of the lots, in hexadecimal")
    parser.add_argument("--jobs", type=int, help="how many files to count at once")
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="one JSON object a line")
    shape.add_argument("--steps", action="store_true", help="JSON with every step and reason")
    shape.add_argument("--explain", choices=("cy", "en"), help="say why, project by project")
    return parser
