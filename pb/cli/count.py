"""`pb count`: count Pabulib files by a rule and say who won, in words, as JSON, step by step or explained.

Must not count by itself: it reads, calls the tally and prints.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from pb.cli import count_words, many
from pb.cli.counted import Counted
from pb.cli.files import Asked, Unusable, find, line, read, rule_arguments, several
from pb.cli.output import to_file_or_standard
from pb.tally.check import check_outcome
from pb.tally.explain import explain
from pb.tally.pabulib import read_pabulib
from pb.tally.pabulib_amounts import decimal, from_minor, to_minor
from pb.tally.pabulib_declared import AS_DECLARED, wanted_rule
from pb.tally.record import outcome_record
from pb.tally.run import read_params, run_on


def main(argv: list[str]) -> int:
    """Run the command. Returns 0, 2 where some input was unusable, 130 where it was stopped."""
    try:
        given = arguments().parse_args(argv)
    except SystemExit as leave:
        return int(leave.code or 0)
    try:
        paths = find(given.files)
        asked = Asked.of(given, several=len(paths) > 1)
    except Unusable as fault:
        print(fault, file=sys.stderr)
        return 2
    tell = json_line if given.json else steps_line if given.steps else partial(in_words, given.explain or "")
    return many.run(partial(_one, asked, tell), paths, partial(to_file_or_standard, given.output), given.jobs)


def _one(asked: Asked, tell: Callable[[Asked, Counted], str], path: Path) -> bytes:
    """Count one file and tell the outcome."""
    return line(tell(asked, count_file(path, asked.rule, asked.params, asked.seed)))


def json_line(_asked: Asked, counted: Counted) -> str:
    """The outcome as a JSON object on a line."""
    return json.dumps(as_json(counted), ensure_ascii=False)


def steps_line(_asked: Asked, counted: Counted) -> str:
    """The same with every step and reason, and the sums behind them."""
    told = explain(counted.file.contest, counted.outcome, counted.file.columns)
    return json.dumps(as_json(counted) | {"outcome": outcome_record(told)}, ensure_ascii=False)


def in_words(language: str, asked: Asked, counted: Counted) -> str:
    """The outcome in words, with the reasons and the sums behind them where a language is asked for."""
    if language:
        outcome = explain(counted.file.contest, counted.outcome, counted.file.columns)
        counted = replace(counted, outcome=outcome)
    return count_words.told(counted, language, asked.several)


def count_file(path: Path, rule: str, params: dict[str, str], seed: bytes | None) -> Counted:
    """Read and count one file. Raises Unusable, FileInvalid, ParamInvalid, ContestInvalid."""
    begun = time.perf_counter()
    file = read_pabulib(read(path))
    was_read = time.perf_counter()
    rule, given = wanted_rule(rule, params, file.meta, file.contest)
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


def arguments() -> argparse.ArgumentParser:
    """What the command takes."""
    parser = argparse.ArgumentParser(
        prog="pb count", description="Count Pabulib files by an allocation rule."
    )
    several(parser)
    rule_arguments(parser, AS_DECLARED)
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="one JSON object a line")
    shape.add_argument("--steps", action="store_true", help="JSON with every step and reason")
    shape.add_argument("--explain", choices=("cy", "en"), help="say why, project by project")
    return parser
