"""Checks on the batches in which ballots were sealed while voting was open.

It knows leaves only; what a ballot says is for other checks.
"""

import hashlib
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from pb.verifier.merkle import tree_root
from pb.verifier.record import Problem, Record, problem
from pb.verifier.shapes import canonical

FILE = "batches.jsonl"
LEAST = 50
HOUR = re.compile(r"\d{4}-\d\d-\d\dT\d\d:00:00Z\Z")


def seal_of(batch: dict[str, Any]) -> str:
    """What the next batch seals: SHA-256 over a three byte, the seal before, the batch alone."""
    body = {key: value for key, value in batch.items() if key not in ("prev", "leaves")}
    return hashlib.sha256(b"\x03" + bytes.fromhex(batch["prev"]) + canonical(body)).hexdigest()


def batches(record: Record) -> Iterator[Problem]:
    """Each batch seals the one before, the log says the same, and together they hold the box's leaves."""
    yield from _chain(record)
    for line, batch in enumerate(record.batches, 1):
        yield from _itself(line, batch, is_last=line == len(record.batches))
    yield from _logged(record)
    yield from _partition(record)


def _chain(record: Record) -> Iterator[Problem]:
    prev = hashlib.sha256(canonical({"box": record.round["id"]})).hexdigest()
    for number, batch in enumerate(record.batches, 1):
        if batch["batch"] != number:
            yield problem("batch-number", file=FILE, line=number, found=batch["batch"])
        if batch["prev"] != prev:
            yield problem("batch-prev", file=FILE, line=number)
        prev = seal_of(batch)
    hours = [batch["sealed_hour"] for batch in record.batches]
    for line, hour in enumerate(hours, 1):
        if not HOUR.match(hour):
            yield problem("batch-hour", file=FILE, line=line)
    # The last is sealed at the close, perhaps in the hour of the batch before it.
    for line, (earlier, later) in enumerate(pairwise(hours), 2):
        if later < earlier or (later == earlier and line < len(hours)):
            yield problem("batch-hour", file=FILE, line=line)


def _itself(line: int, batch: dict[str, Any], *, is_last: bool) -> Iterator[Problem]:
    leaves = batch["leaves"]
    if leaves != sorted(leaves):
        yield problem("line-unsorted", file=FILE, line=line)
    if batch["size"] != len(leaves):
        yield problem("batch-size", file=FILE, line=line, stated=batch["size"], found=len(leaves))
    if len(leaves) < (1 if is_last else LEAST):
        yield problem("batch-small", file=FILE, line=line, found=len(leaves), least=LEAST)
    root = tree_root([bytes.fromhex(leaf) for leaf in leaves]).hex()
    if batch["root"] != root:
        yield problem("batch-root", file=FILE, line=line, stated=batch["root"], found=root)


def _logged(record: Record) -> Iterator[Problem]:
    said = [event["payload"] for event in record.events_of("batch_sealed")]
    stated = [len(said), *(event["payload"]["batches"] for event in record.events_of("voting_closed"))]
    for number in stated:
        if number != len(record.batches):
            yield problem("batch-log-count", file=FILE, stated=number, found=len(record.batches))
            return
    for line, (batch, entry) in enumerate(zip(record.batches, said, strict=True), 1):
        found = {"seal": seal_of(batch), **{key: batch[key] for key in ("batch", "size", "root")}}
        for key, value in sorted(found.items()):
            if entry[key] != value:
                yield problem("batch-log", file=FILE, line=line, field=key)


def _partition(record: Record) -> Iterator[Problem]:
    box = {*record.leaves, *record.superseded}
    seen: set[str] = set()
    for line, batch in enumerate(record.batches, 1):
        for leaf in batch["leaves"]:
            if leaf in seen:
                yield problem("batch-leaf-twice", file=FILE, line=line, leaf=leaf)
            elif leaf not in box:
                yield problem("batch-leaf-lost", file=FILE, line=line, leaf=leaf)
            seen.add(leaf)
    for leaf in sorted(box - seen):
        yield problem("batch-leaf-unsealed", file=FILE, leaf=leaf)
