"""`pb margins`: how far each project of a Pabulib file was from another fate.

Must not count by itself: it reads, calls the tally and prints.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from pb.cli.files import Unusable, complaint, read
from pb.tally.faults import TallyInvalid
from pb.tally.margins import Margin, margins
from pb.tally.pabulib import read_pabulib
from pb.tally.pabulib_amounts import decimal, to_minor


def main(argv: list[str]) -> int:
    """Run the command. Returns 0, or 2 where the input was unusable."""
    parser = argparse.ArgumentParser(prog="pb margins", description="How close was it, project by project.")
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--rule", default="most-votes")
    parser.add_argument("--param", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--json", action="store_true")
    try:
        given = parser.parse_args(argv)
    except SystemExit as leave:
        return int(leave.code or 0)
    path = Path(given.file)
    try:
        file = read_pabulib(read(path))
        params = {"ties": "votes,cost,list", **dict(one.partition("=")[::2] for one in given.param)}
        found = margins(file.contest, given.rule, to_minor(params, file.unit, given.rule))
    except TallyInvalid as fault:
        print(complaint(path, fault), file=sys.stderr)
        return 2
    except Unusable as fault:
        print(fault, file=sys.stderr)
        return 2
    for margin in found:
        print(
            json.dumps(_json(margin, file.unit), ensure_ascii=False)
            if given.json
            else _told(margin, file.unit)
        )
    return 0


def _json(margin: Margin, unit: int) -> dict[str, Any]:
    return {
        "project": margin.project,
        "won": margin.won,
        "ballots": margin.ballots,
        "ballots_exact": margin.ballots_exact,
        "cost": None if margin.cost is None else decimal(margin.cost, unit),
        "cost_exact": margin.cost_exact,
    }


def _told(margin: Margin, unit: int) -> str:
    sure = "" if margin.ballots_exact else " (enough; may not be the fewest)"
    if margin.won:
        if margin.ballots is None:
            return f"{margin.project}: won, and would without any of its ballots."
        return f"{margin.project}: won; {margin.ballots} fewer ballots would unseat it{sure}."
    more = (
        f"{margin.ballots} more ballots{sure}" if margin.ballots is not None else "no number of ballots tried"
    )
    cost = f"or a cost of {decimal(margin.cost, unit)}" if margin.cost is not None else "and no cost"
    return f"{margin.project}: lost; {more} {cost} would make it win."
