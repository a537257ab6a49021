"""`pb margins`: how far each project of a Pabulib file was from another fate.

Must not count by itself: it reads, calls the tally and prints.
"""

from __future__ import annotations

import argparse
import json
import sys
from functools import partial
from pathlib import Path
from typing import Any

from pb.cli import many
from pb.cli.files import Asked, Unusable, find, line, read, rule_arguments, several
from pb.cli.output import to_file_or_standard
from pb.tally.margins import Margin, margins
from pb.tally.margins_search import Turning
from pb.tally.pabulib import read_pabulib
from pb.tally.pabulib_amounts import decimal, to_minor
from pb.tally.pabulib_declared import wanted_rule


def main(argv: list[str]) -> int:
    """Run the command. Returns 0, 2 where some input was unusable, 130 where it was stopped."""
    parser = argparse.ArgumentParser(prog="pb margins", description="How close was it, project by project.")
    several(parser)
    rule_arguments(parser, "most-votes")
    parser.add_argument("--json", action="store_true", help="one JSON object a project, each on a line")
    try:
        given = parser.parse_args(argv)
    except SystemExit as leave:
        return int(leave.code or 0)
    try:
        paths = find(given.files)
        asked = Asked.of(given, several=len(paths) > 1)
    except Unusable as fault:
        print(fault, file=sys.stderr)
        return 2
    return many.run(
        partial(_one, asked, given.json), paths, partial(to_file_or_standard, given.output), given.jobs
    )


def _one(asked: Asked, as_json: bool, path: Path) -> bytes:
    """The margins of one file, a line to a project."""
    file = read_pabulib(read(path))
    rule, params = wanted_rule(asked.rule, asked.params, file.meta, file.contest)
    wanted = to_minor(params, file.unit, rule)
    found = margins(file.contest, rule, wanted, seed=asked.seed, columns=file.columns)
    if as_json:
        lines = [
            json.dumps({"file": path.name} | _json(margin, file.unit), ensure_ascii=False)
            for margin in found.lines
        ]
    else:
        lines = [str(path)] if asked.several else []
        lines += [_told(margin, file.unit) for margin in found.lines]
    return b"".join(map(line, lines))


def _json(margin: Margin, unit: int) -> dict[str, Any]:
    """Exact where `found` and `limit` are the same; both null: nothing turns it, which is proven."""
    return {
        "project": margin.project,
        "won": margin.won,
        "ballots": {
            "found": margin.ballots.found,
            "limit": margin.ballots.limit,
            "exact": margin.ballots.exact,
        },
        "cost": None if margin.cost is None else _money(margin.cost, unit),
    }


def _money(turning: Turning, unit: int) -> dict[str, Any]:
    found, limit = turning.found, turning.limit
    return {
        "found": None if found is None else decimal(found, unit),
        "limit": None if limit is None else decimal(limit, unit),
        "exact": turning.exact,
    }


def _told(margin: Margin, unit: int) -> str:
    turn = margin.ballots
    if margin.won:
        if turn.found is None:
            return f"{margin.project}: won; {_none('withdrawal of ballots', turn)} would unseat it."
        return f"{margin.project}: won; {_number(turn)} fewer ballots would unseat it."
    more = f"{_number(turn)} more ballots" if turn.found is not None else _none("number of ballots", turn)
    return f"{margin.project}: lost; {more} {_cost(margin, unit)} would make it win."


def _number(turning: Turning) -> str:
    if turning.exact:
        return str(turning.found)
    return f"{turning.found} (enough; certainly no fewer than {turning.limit})"


def _none(what: str, turning: Turning) -> str:
    return f"no {what}" if turning.exact else f"no {what} tried"


def _cost(margin: Margin, unit: int) -> str:
    turn = margin.cost
    if turn is None or turn.found is None:
        return "and no cost" if turn is None or turn.exact else "and no cost tried"
    if turn.exact or turn.limit is None:
        return f"or a cost of {decimal(turn.found, unit)}"
    return f"or a cost of {decimal(turn.found, unit)} (certainly none above {decimal(turn.limit, unit)})"
