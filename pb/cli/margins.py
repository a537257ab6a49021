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
from pb.tally.margins_search import Turning
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
        wanted = to_minor(params, file.unit, given.rule)
        found = margins(file.contest, given.rule, wanted, columns=file.columns)
    except TallyInvalid as fault:
        print(complaint(path, fault), file=sys.stderr)
        return 2
    except Unusable as fault:
        print(fault, file=sys.stderr)
        return 2
    for margin in found.lines:
        print(
            json.dumps(_json(margin, file.unit), ensure_ascii=False)
            if given.json
            else _told(margin, file.unit)
        )
    return 0


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
