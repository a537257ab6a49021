"""`pb compare`: Pabulib files counted by several rules, side by side.

Must not count by itself: it reads, calls the tally and prints.
"""

from __future__ import annotations

import argparse
import json
import sys
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

from pb.cli import many
from pb.cli.files import Unusable, find, line, read, several
from pb.cli.output import to_file_or_standard
from pb.tally.compare import Choice, Comparison, Figures, compare
from pb.tally.pabulib import PabulibFile, read_pabulib
from pb.tally.pabulib_amounts import decimal, to_minor
from pb.tally.pabulib_declared import wanted_rule


def main(argv: list[str]) -> int:
    """Run the command. Returns 0, 2 where some input was unusable, 130 where it was stopped."""
    parser = argparse.ArgumentParser(prog="pb compare", description="Count Pabulib files by several rules.")
    several(parser)
    parser.add_argument("--rules", default="most-votes,equal-shares,phragmen", help="rule ids, with commas")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    try:
        given = parser.parse_args(argv)
    except SystemExit as leave:
        return int(leave.code or 0)
    try:
        paths = find(given.files)
    except Unusable as fault:
        print(fault, file=sys.stderr)
        return 2
    rules = tuple(dict.fromkeys(rule.strip() for rule in given.rules.split(",")))
    work = partial(_json_line if given.json else partial(_in_words, len(paths) > 1), rules)
    return many.run(work, paths, partial(to_file_or_standard, given.output), given.jobs)


def _compared(rules: tuple[str, ...], path: Path) -> tuple[Comparison, PabulibFile]:
    file = read_pabulib(read(path))
    choices = [_choice(label, file) for label in rules]
    return compare(file.contest, choices, columns=file.columns), file


def _choice(label: str, file: PabulibFile) -> Choice:
    """Usual parameters: ties by votes, cost and list; equal shares with its shares raised."""
    params = {"completion": "add-one"} if label == "equal-shares" else {}
    rule, params = wanted_rule(label, params, file.meta, file.contest)
    return Choice(label=label, rule=rule, params=to_minor(params, file.unit, rule))


def _json_line(rules: tuple[str, ...], path: Path) -> bytes:
    found, file = _compared(rules, path)
    return line(json.dumps({"file": path.name} | _json(found, file), ensure_ascii=False))


def _in_words(headed: bool, rules: tuple[str, ...], path: Path) -> bytes:
    found, file = _compared(rules, path)
    return line(f"{path}\n{_told(found, file)}\n" if headed else _told(found, file))


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
