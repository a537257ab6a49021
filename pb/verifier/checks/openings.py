"""A check of the openings: that the published ballots are the ones whose leaves were sealed.

It is made where the openings are: in the record of an open box, or in the annex that auditors get.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pb.verifier.merkle import leaf_hash
from pb.verifier.record import Problem, Record, problem
from pb.verifier.shapes import canonical

FILE = "openings.jsonl"


def leaf_of(opening: dict[str, Any]) -> str:
    """The leaf that an opening makes: the hash over a zero byte and SHA-256(nonce || body)."""
    committed = hashlib.sha256(bytes.fromhex(opening["nonce"]) + canonical(opening["body"])).digest()
    return leaf_hash(committed).hex()


def openings(record: Record) -> Iterator[Problem]:
    """Each counted leaf is opened once, under this round's rules; together they are the published ballots."""
    found = [leaf_of(opening) for opening in record.openings]
    counted = set(record.leaves)
    for line, (leaf, opening) in enumerate(zip(found, record.openings, strict=True), 1):
        body = opening["body"]
        if leaf not in counted:
            yield problem("opening-leaf", file=FILE, line=line)
        if body["round_id"] != record.round["id"] or body["ruleset_hash"] != record.round["config_digest"]:
            yield problem("opening-round", file=FILE, line=line)
        if record.round["which_counts"] == "first" and body["revision"] != 1:
            yield problem("opening-revision", file=FILE, line=line)
    if found != sorted(found):
        yield problem("line-unsorted", file=FILE)
    if len(found) != len(set(found)):
        yield problem("line-twice", file=FILE)
    missing = sorted(counted - set(found))
    if missing and FILE in record.annex:
        yield problem("opening-lacks", file=FILE, count=len(missing), leaf=missing[0])
    yield from _against_ballots(record)


def _against_ballots(record: Record) -> Iterator[Problem]:
    """All of them where an auditor has them all; in an open box small groups are left out, never a few."""
    opened = record.opened
    for pot_id in sorted({*opened, *(pot["id"] for pot in record.round["pots"])} - record.withheld):
        ballots, published = opened.get(pot_id, Counter()), record.ballots(pot_id)
        more, fewer = (ballots - published).total(), (published - ballots).total()
        if more or (fewer and FILE in record.annex):
            yield problem("opening-ballots", file=FILE, pot=pot_id, count=more + fewer)
