"""Openings: what shows of each leaf in the closed box which ballot it commits to.

They tie a ballot to its receipt, so they are for auditors alone, unless the round chose an open box.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from sqlmodel import Session

from pb.domain.commitments import ballot_body
from pb.domain.disclosure import Group, shown_groups
from pb.domain.events import canonical
from pb.domain.rounds import Round
from pb.domain.voting import Ballot, read_payload
from pb.storage import box, box_batches

FILE = "openings.jsonl"


def opening_lines(tx: Session, round_: Round) -> bytes:
    """A line of JSON for each counted ballot, in order of its leaf: the nonce, and what was committed to."""
    return _lines(round_, box.list_counted(tx, round_.id))


def public_lines(tx: Session, round_: Round, withheld: Collection[str]) -> bytes:
    """The same of an open box, without the groups that are too small; `withheld` are pots."""
    grouped = list(grouped_ballots(tx, round_))
    shown = shown_groups(Counter(group for _, group in grouped), withheld)
    return _lines(round_, (ballot for ballot, group in grouped if group in shown))


def grouped_ballots(tx: Session, round_: Round) -> Iterator[tuple[Ballot, Group]]:
    """Every counted ballot in order of its leaf, with the group of people in which it could be looked for."""
    batches = {
        leaf: batch.number
        for batch in box_batches.list_sealed_batches(tx, round_.id)
        for leaf in box_batches.list_leaves_in_batch(tx, round_.id, batch.number)
    }
    for ballot in box.list_counted(tx, round_.id):
        yield ballot, (frozenset(read_payload(ballot.payload)), batches.get(ballot.leaf, 0))


def _lines(round_: Round, ballots: Iterable[Ballot]) -> bytes:
    lines = []
    for ballot in ballots:
        body = ballot_body(
            round_id=round_.id,
            ruleset_hash=round_.config_digest or "",
            ballot_id=ballot.id,
            revision=ballot.revision,
            payload=read_payload(ballot.payload),
        )
        lines.append(canonical({"nonce": ballot.nonce, "body": body}) + b"\n")
    return b"".join(lines)
