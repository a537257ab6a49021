"""A check of what is withheld: only small groups, and none that could be worked out from what is published.

It judges the record alone; an annex for auditors is not published.
"""

from collections import Counter
from collections.abc import Iterator

from pb.verifier.record import Problem, Record, problem

LEAST = 30


def withheld(record: Record) -> Iterator[Problem]:
    """Withheld pots have few ballots and no row; an open box never opens all but a few ballots of a pot."""
    rows = Counter(pot for pot, _ in record.rows)
    for pot_id in sorted(record.withheld):
        count = record.count(pot_id)["outcome"]["ballots"]
        if record.round["imported"] or not 0 < count < LEAST:
            yield problem("withheld-large", file="round.json", pot=pot_id, found=count)
        if rows[pot_id]:
            yield problem("withheld-shown", file="ballots.csv", pot=pot_id, found=rows[pot_id])
    if "openings.jsonl" in record.files:
        yield from _opened(record, rows)


def _opened(record: Record, rows: Counter[str]) -> Iterator[Problem]:
    opened = {pot_id: ballots.total() for pot_id, ballots in record.opened.items()}
    for pot_id, count in sorted(opened.items()):
        if pot_id in record.withheld:
            yield problem("withheld-shown", file="openings.jsonl", pot=pot_id, found=count)
    for pot_id, count in sorted(rows.items()):
        left = count - opened.get(pot_id, 0)
        if 0 < left < LEAST:
            yield problem("withheld-exposed", file="openings.jsonl", pot=pot_id, found=left)
