"""Checks on the event log: each entry seals the one before, the order is legal, nothing moves after close.

It reads types, times of order and payloads; the figures in payloads are compared where they belong.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

from pb.verifier.record import Problem, Record, problem
from pb.verifier.shapes import canonical

FILE = "events.jsonl"
FIRST = ("round_created", "round_imported")
AFTER_CLOSE = ("voting_opened", "voting_reopened", "batch_sealed", "box_sealed")
AFTER_CLOSE_PREFIXES = ("ballot_", "code_", "codes_", "paper_")


def seal(event: dict[str, Any]) -> str:
    """What an entry's hash must be: SHA-256 over a two byte, the hash before, the entry without its own."""
    body = {key: value for key, value in event.items() if key != "hash"}
    return hashlib.sha256(b"\x02" + bytes.fromhex(event["prev"]) + canonical(body)).hexdigest()


def chain(record: Record) -> Iterator[Problem]:
    """Entries are numbered from 1, all of this round, each sealing the one before."""
    stream = record.round["id"]
    prev = hashlib.sha256(canonical({"stream": stream})).hexdigest()
    events = record.events
    if not events:
        yield problem("log-empty", file=FILE)
    for number, event in enumerate(events, 1):
        if event["seq"] != number:
            yield problem("event-number", file=FILE, line=number, found=event["seq"])
        if event["stream"] != stream:
            yield problem("event-stream", file=FILE, line=number, found=event["stream"])
        if event["prev"] != prev:
            yield problem("event-prev", file=FILE, line=number)
        if seal(event) != event["hash"]:
            yield problem("event-hash", file=FILE, line=number)
        prev = event["hash"]


def order(record: Record) -> Iterator[Problem]:
    """Opened once, then closed once, then every pot counted, then confirmed, then published."""
    if record.events and record.events[0]["type"] not in FIRST:
        yield problem("event-first", file=FILE, line=1, found=record.events[0]["type"])
    imported = record.round["imported"]
    for kind in ("voting_opened", "voting_closed"):
        found = len(record.events_of(kind))
        if found != (0 if imported else 1):
            yield problem("event-times", file=FILE, type=kind, found=found, wanted=0 if imported else 1)
    counted = {event["payload"]["pot_id"] for event in record.events_of("outcome_counted")}
    for pot in record.round["pots"]:
        if pot["id"] not in counted:
            yield problem("pot-not-counted", file=FILE, pot=pot["id"])
    yield from _stages(record)


STAGES = ("voting_opened", "voting_closed", "outcome_counted", "outcome_confirmed", "outcome_published")


def _stages(record: Record) -> Iterator[Problem]:
    """Each stage only after the one before it, and no way back but to count again before publication."""
    reached = 1 if record.round["imported"] else -1
    for event in record.events_of(*STAGES):
        stage = STAGES.index(event["type"])
        again = event["type"] == "outcome_counted" and reached in (2, 3)
        if not (stage == reached + 1 or again or (stage == reached and stage == 3)):
            yield problem("event-order", file=FILE, line=event["seq"], type=event["type"])
        reached = stage if again else max(reached, stage)


def after_close(record: Record) -> Iterator[Problem]:
    """No entry after the close touches the ballot box or the codes."""
    closed = False
    for number, event in enumerate(record.events, 1):
        kind = event["type"]
        if closed and (kind in AFTER_CLOSE or kind.startswith(AFTER_CLOSE_PREFIXES)):
            yield problem("event-after-close", file=FILE, line=number, type=kind)
        closed = closed or kind == "voting_closed"


def last_counts(record: Record) -> dict[str, dict[str, Any]]:
    """The last outcome_counted payload of each pot."""
    return {event["payload"]["pot_id"]: event["payload"] for event in record.events_of("outcome_counted")}


def published(record: Record) -> bool:
    return bool(record.events_of("outcome_published"))


def two_people(record: Record) -> Iterator[Problem]:
    """Where the round asks for it, two different people stand behind the published result."""
    if not record.round["four_eyes"] or not published(record):
        return
    people: set[str | None] = set()
    for event in record.events_of("outcome_counted", "outcome_confirmed", "outcome_published"):
        if event["type"] == "outcome_counted":
            people.clear()  # a new count makes earlier confirmations void
        else:
            people.add(event["actor"])
    named = people - {None}
    if len(named) < 2:
        yield problem("one-person", file=FILE, found=len(named))
