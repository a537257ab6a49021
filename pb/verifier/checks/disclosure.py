"""A check of what is held back: whatever is small, nothing large, and nothing that could be worked out.

It judges what is published; the annex for auditors only helps to see whether that is done rightly.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from pb.verifier.algebra import is_combination
from pb.verifier.checks.openings import leaf_of
from pb.verifier.record import Problem, Record, count_file, problem

LEAST_SHOWN = 10  # ballots in a pot whose figures may be published
LEAST = 30  # ballots of a group that may be published one by one
MOST_TOGETHER = 3
OF_HIDDEN = {"rule", "version", "params", "budget", "cost", "selected"}
FIGURES = {"ballots", "distinct", "ties"}


def withheld(record: Record) -> Iterator[Problem]:
    """Small pots have no row, very small ones no figure; an open box never opens all but a few ballots."""
    rows = Counter(pot for pot, _ in record.rows)
    for pot in record.round["pots"]:
        if pot["id"] in record.hidden:
            yield from _hidden(record, pot)
        else:
            yield from _shown(record, pot)
        if pot["withheld"] and rows[pot["id"]]:
            yield problem("withheld-shown", file="ballots.csv", pot=pot["id"], found=rows[pot["id"]])
    yield from _ways(record)
    if "openings.jsonl" in record.annex:
        yield from _told(record)
    if "openings.jsonl" in record.files:
        yield from _opened(record, rows)


def _shown(record: Record, pot: dict[str, Any]) -> Iterator[Problem]:
    name, outcome = count_file(pot["id"]), record.count(pot["id"])["outcome"]
    missing = sorted(figure for figure in FIGURES if outcome[figure] is None)
    if missing:
        yield problem("figure-missing", file=name, figure=missing[0])
        return
    number, imported = outcome["ballots"], record.round["imported"]
    if pot["withheld"] and (imported or not 0 < number < LEAST):
        yield problem("withheld-large", file="round.json", pot=pot["id"], found=number)
    if not imported and 0 < number < LEAST_SHOWN:
        yield problem("small-shown", file=name, pot=pot["id"], found=number)
    if not imported and not pot["withheld"] and 0 < number < LEAST:
        yield problem("small-raw", file="round.json", pot=pot["id"], found=number)


def _hidden(record: Record, pot: dict[str, Any]) -> Iterator[Problem]:
    """Of a hidden pot there is who gets the money, in the order of the paper, and nothing else."""
    name, outcome = count_file(pot["id"]), record.public_count(pot["id"])["outcome"]
    if record.round["imported"] or not pot["withheld"]:
        yield problem("hidden-not-withheld", file="round.json", pot=pot["id"])
    figures = {key for key, value in outcome.items() if key not in OF_HIDDEN and value is not None}
    for figure in sorted(figures):
        yield problem("hidden-figure", file=name, figure=figure)
    selected = set(outcome["selected"])
    if outcome["selected"] != [project for project in pot["projects"] if project in selected]:
        yield problem("hidden-order", file=name)
    for entry in record.json("results.json")["pots"]:
        if entry["pot_id"] == pot["id"] and entry["votes"]:
            yield problem("hidden-figure", file="results.json", figure="votes")


def _ways(record: Record) -> Iterator[Problem]:
    """No row of the turnout tells of a few, but the only one does; nor does the log of a few let in."""
    if record.round["imported"]:
        return
    rows = record.json("turnout.json")["by_proof"]
    for row in rows if len(rows) > 1 else []:
        if row["used"] < LEAST_SHOWN:
            yield problem("small-way", file="turnout.json", proof=row["proof"], found=row["used"])
    for event in record.events_of("codes_issued"):
        way, count = event["payload"].get("proof"), event["payload"]["count"]
        if way is not None and count is not None and count < LEAST_SHOWN:
            yield problem("small-let-in", file="events.jsonl", proof=way, found=count)


def _told(record: Record) -> Iterator[Problem]:
    """With every ballot at hand: no hidden number follows from the published ones, none is hidden in vain."""
    strata = Counter(frozenset(opening["body"]["payload"]) for opening in record.openings)
    sizes = Counter(pot for opening in record.openings for pot in opening["body"]["payload"])
    hidden, large = record.hidden, {pot for pot, size in sizes.items() if size >= LEAST_SHOWN}
    opened = {frozenset(opening["body"]["payload"]) for opening in record.public_openings}
    told = exposed(strata, sizes, hidden, opened)
    if told and large - hidden:
        yield problem("hidden-told", file="round.json", pots=told)
    for pot in sorted(hidden & large):
        if record.round["openings"] != "open" and not exposed(strata, sizes, hidden - {pot}, opened):
            yield problem("hidden-in-vain", file="round.json", pot=pot, found=sizes[pot])


def exposed(
    strata: Counter[frozenset[str]], sizes: Counter[str], hidden: set[str], opened: set[frozenset[str]]
) -> list[str]:
    """The hidden pots whose number, or sum below ten, the published numbers give; none is well."""
    columns = sorted(strata, key=sorted)

    def row(*pots: str) -> list[int]:
        return [sum(pot in stratum for pot in pots) for stratum in columns]

    known = [[1] * len(columns), *(row(pot) for pot in sorted(sizes) if pot not in hidden)]
    known += [[int(stratum == each) for each in columns] for stratum in sorted(opened, key=sorted)]
    groups = [(pot,) for pot in sorted(hidden)]
    groups += [
        group
        for number in {*range(2, MOST_TOGETHER + 1), len(hidden)} - {0, 1}
        for group in combinations(sorted(hidden), number)
        if sum(sizes[pot] for pot in group) < LEAST_SHOWN
    ]
    return next((list(group) for group in groups if is_combination(row(*group), known)), [])


def _opened(record: Record, rows: Counter[str]) -> Iterator[Problem]:
    """An open box opens large groups only, by pots and by batch, and never all but a few of a pot."""
    batches = {leaf: batch["batch"] for batch in record.batches for leaf in batch["leaves"]}
    groups: Counter[tuple[frozenset[str], int]] = Counter()
    for opening in record.public_openings:
        groups[frozenset(opening["body"]["payload"]), batches.get(leaf_of(opening), 0)] += 1
    opened: Counter[str] = Counter()
    for (pots, batch), count in sorted(groups.items(), key=lambda group: (sorted(group[0][0]), group[0][1])):
        opened.update(dict.fromkeys(pots, count))
        if count < LEAST:
            yield problem("opened-few", file="openings.jsonl", pots=sorted(pots), batch=batch, found=count)
    for pot_id, count in sorted(opened.items()):
        if pot_id in record.withheld:
            yield problem("withheld-shown", file="openings.jsonl", pot=pot_id, found=count)
    for pot_id, count in sorted(rows.items()):
        left = count - opened[pot_id]
        if 0 < left < LEAST:
            yield problem("withheld-exposed", file="openings.jsonl", pot=pot_id, found=left)
