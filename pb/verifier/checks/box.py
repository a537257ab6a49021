"""Checks on the closed ballot box: its leaves, its root, the ballots taken from it, the turnout.

It never tries to tell which leaf is which ballot: nobody can, and nobody should.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from pb.verifier.merkle import tree_root
from pb.verifier.record import Problem, Record, problem

EVENTS = "events.jsonl"
FEW = 10  # fewer than these were let in by a way: how many is not told


def leaves(record: Record) -> Iterator[Problem]:
    """Counted and superseded leaves are sorted, each once, and none is both."""
    yield from _sorted_once("leaves.txt", record.leaves)
    yield from _sorted_once("superseded.txt", record.superseded)
    both = set(record.leaves) & set(record.superseded)
    for line, leaf in enumerate(record.superseded, 1):
        if leaf in both:
            yield problem("leaf-both", file="superseded.txt", line=line)
    voided = record.json("turnout.json")["codes_void"] or 0
    if record.round["which_counts"] == "first" and len(record.superseded) > voided:
        yield problem("leaves-replaced", file="superseded.txt", found=len(record.superseded), limit=voided)
    if record.round["imported"] and (record.leaves or record.superseded):
        yield problem("leaves-imported", file="leaves.txt")


def _sorted_once(name: str, lines: Sequence[str]) -> Iterator[Problem]:
    for number, (earlier, later) in enumerate(pairwise(lines), 2):
        if earlier == later:
            yield problem("line-twice", file=name, line=number)
        elif earlier > later:
            yield problem("line-unsorted", file=name, line=number)


def box_root(record: Record) -> str:
    """The root over the counted leaves, hexadecimal."""
    return tree_root([bytes.fromhex(leaf) for leaf in record.leaves]).hex()


def root(record: Record) -> Iterator[Problem]:
    """The root over the leaves, and their numbers, are those the log gave when the box was closed."""
    found = {
        "root": box_root(record),
        "counted": len(record.leaves),
        "superseded": len(record.superseded),
        "superseded_root": tree_root([bytes.fromhex(leaf) for leaf in record.superseded]).hex(),
    }
    for event in record.events_of("voting_closed"):
        for key, value in found.items():
            if event["payload"][key] != value:
                yield problem(
                    f"box-{key}", file=EVENTS, line=event["seq"], stated=event["payload"][key], found=value
                )


def ballot_numbers(record: Record) -> Iterator[Problem]:
    """The published ballots are sorted by content, of known pots, and as many as the leaves allow."""
    raw_lines = record.files["ballots.csv"].split(b"\n")[1:-1]
    for number, (earlier, later) in enumerate(pairwise(raw_lines), 3):
        if earlier > later:
            yield problem("line-unsorted", file="ballots.csv", line=number)
    known = {pot["id"] for pot in record.round["pots"]}
    rows = Counter(pot for pot, _ in record.rows)
    for number, (pot, _) in enumerate(record.rows, 2):
        if pot not in known:
            yield problem("ballot-pot", file="ballots.csv", line=number, pot=pot)
    if not record.round["imported"]:
        yield from _against_leaves(record, rows, len(record.leaves))


def _against_leaves(record: Record, rows: Counter[str], leaf_count: int) -> Iterator[Problem]:
    for pot, count in sorted(rows.items()):
        if count > leaf_count:
            yield problem("ballots-too-many", file="ballots.csv", pot=pot, found=count, leaves=leaf_count)
    if rows.total() < leaf_count and not record.withheld:
        yield problem("ballots-too-few", file="ballots.csv", found=rows.total(), leaves=leaf_count)


def turnout(record: Record) -> Iterator[Problem]:
    """Codes issued, void and used, ballots counted and replaced: the sums agree wherever they are stated."""
    stated = record.json("turnout.json")
    short = record.json("results.json")["turnout"]
    pairs = [("codes_issued", "codes_issued"), ("codes_used", "codes_used"), ("ballots", "counted")]
    for ours, theirs in pairs:
        if short[ours] != stated[theirs]:
            yield problem(
                "turnout-differs", file="results.json", figure=ours, found=short[ours], stated=stated[theirs]
            )
    if record.round["imported"]:
        return
    found = {
        "counted": len(record.leaves),
        "superseded": len(record.superseded),
        "codes_issued": sum(event["payload"]["count"] or 0 for event in record.events_of("codes_issued")),
        "codes_void": len(record.events_of("code_voided")),
    }
    for figure, value in found.items():
        if stated[figure] != value:
            yield problem(
                "turnout-sum", file="turnout.json", figure=figure, stated=stated[figure], found=value
            )
    yield from _used(record)
    yield from _by_proof(record)


def _by_proof(record: Record) -> Iterator[Problem]:
    """The figures of each way of voting come to those of the whole, and are those of the log."""
    stated = record.json("turnout.json")
    rows = stated["by_proof"]
    names = [row["proof"] for row in rows]
    ways = [way for name in names for way in str(name).split("+")]
    if names != sorted(names) or len(ways) != len(set(ways)):
        yield problem("turnout-proofs", file="turnout.json")
    for ours, theirs in (("issued", "codes_issued"), ("void", "codes_void"), ("used", "codes_used")):
        found = sum(row[ours] for row in rows)
        if found != stated[theirs]:
            yield problem(
                "turnout-sum", file="turnout.json", figure=theirs, stated=stated[theirs], found=found
            )
    for row in rows:
        yield from _way(record, row)


def _way(record: Record, row: dict[str, Any]) -> Iterator[Problem]:
    """One way of voting: what was issued or made void is what the log says, and no more was used."""
    issued = _events_of(record, "codes_issued", row)
    untold = [event["payload"].get("fewer_than") for event in issued if event["payload"]["count"] is None]
    if untold != ([FEW] if row.get("fewer_than") == FEW else []):
        yield problem("turnout-untold", file="turnout.json", proof=row["proof"])
    found = {
        "issued": sum(event["payload"]["count"] or 0 for event in issued),
        "void": len(_events_of(record, "code_voided", row)),
    }
    for figure, value in found.items():
        if row[figure] != value:
            yield problem(
                "turnout-proof", file="turnout.json", figure=figure, proof=row["proof"],
                stated=row[figure], found=value,
            )  # fmt: skip
    live = row["issued"] - row["void"] + (FEW - 1 if untold else 0)
    if row["used"] > live:
        yield problem("turnout-used", file="turnout.json", found=row["used"], limit=live)


def _events_of(record: Record, kind: str, row: dict[str, Any]) -> list[dict[str, Any]]:
    """The entries of a kind that are about a way of voting, or about one of those that have a row together.

    Those that name none are about voter codes.
    """
    ways = set(str(row["proof"]).split("+"))
    return [
        event
        for event in record.events_of(kind)
        if set(str(event["payload"].get("proof", "code")).split("+")) <= ways
    ]


def _used(record: Record) -> Iterator[Problem]:
    stated = record.json("turnout.json")
    used = stated["codes_used"] or 0
    live = (stated["codes_issued"] or 0) - (stated["codes_void"] or 0)
    live += FEW - 1 if any("fewer_than" in row for row in stated.get("by_proof", ())) else 0
    if used > live:
        yield problem("turnout-used", file="turnout.json", found=used, limit=live)
    rows = Counter(pot for pot, _ in record.rows)
    for pot, count in sorted(rows.items()):
        if count > used:
            yield problem("turnout-ballots", file="ballots.csv", pot=pot, found=count, limit=used)
