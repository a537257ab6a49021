"""`pb compare`: one Pabulib file counted by several rules, side by side.

Must not count by itself: it reads, calls the tally and prints.
"""

from __future__ import annotations

import argparse
import json
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

from pb.cli.files import Unusable, complaint, read
from pb.tally.compare import Choice, Comparison, Figures, compare
from pb.tally.faults import TallyInvalid
from pb.tally.pabulib import PabulibFile, read_pabulib
from pb.tally.pabulib_amounts import decimal, to_minor


def main(argv: list[str]) -> int:
    """Run the command. Returns 0, or 2 where the input was unusable."""
    parser = argparse.ArgumentParser(prog="pb compare", description="Count one file by several rules.")
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--rules", default="most-votes,equal-shares,phragmen", help="rule ids, with commas")
    parser.add_argument("--json", action="store_true")
    try:
        given = parser.parse_args(argv)
    except SystemExit as leave:
        return int(leave.code or 0)
    path = Path(given.file)
    try:
        file = read_pabulib(read(path))
        rules = [
            Choice(label=rule, rule=rule, params=_params(rule, file))
            for rule in dict.fromkeys(given.rules.split(","))
        ]
        found = compare(file.contest, rules, columns=file.columns)
    except TallyInvalid as fault:
        print(complaint(path, fault), file=sys.stderr)
        return 2
    except Unusable as fault:
        print(fault, file=sys.stderr)
        return 2
    print(json.dumps(_json(found, file), ensure_ascii=False) if given.json else _told(found, file))
    return 0


def _params(rule: str, file: PabulibFile) -> dict[str, str]:
    """Usual parameters: ties by votes, cost and list; equal shares with its shares raised."""
    params = {"ties": "votes,cost,list"}
    if rule == "equal-shares":
        params["completion"] = "add-one"
    return to_minor(params, file.unit, rule)


def _json(found: Comparison, file: PabulibFile) -> dict[str, Any]:
    return {
        "rules": [_one(figures, file) for figures in found.figures],
        "shared_winners": [[one.first, one.second, len(one.both)] for one in found.shared],
    }


def _one(figures: Figures, file: PabulibFile) -> dict[str, Any]:
    return {
        "rule": figures.label,
        "selected": list(figures.outcome.selected),
        "cost": decimal(figures.outcome.cost, file.unit),
        "with_a_winner": str(figures.share_with_a_winner),
        "winners_each": str(figures.winners_each),
        "cost_each": str(figures.cost_each / file.unit),
        "by_group": [
            [one.dimension, one.group, decimal(one.cost, file.unit), one.winners, one.projects]
            for one in figures.groups
        ],
        "priceable": None if figures.certificate is None else figures.certificate.holds,
    }


def _told(found: Comparison, file: PabulibFile) -> str:
    lines = [f"{'rule':<20}{'winners':>8}{'spent':>14}{'voters with a winner':>22}{'winners each':>14}"]
    for figures in found.figures:
        lines.append(
            f"{figures.label:<20}{len(figures.outcome.selected):>8}"
            f"{decimal(figures.outcome.cost, file.unit):>14}"
            f"{_percent(figures.share_with_a_winner):>22}{_places(figures.winners_each):>14}"
        )
    lines += [f"{one.first} and {one.second} share {len(one.both)} winners." for one in found.shared]
    return "\n".join(lines)


def _percent(share: Fraction) -> str:
    return f"{_places(share * 100)} %"


def _places(number: Fraction) -> str:
    """Two places, rounded down: only for reading."""
    hundredths = int(number * 100)
    return f"{hundredths // 100}.{hundredths % 100:02d}"
