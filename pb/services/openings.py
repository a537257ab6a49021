"""Openings: what shows of each leaf in the closed box which ballot it commits to.

They tie a ballot to its receipt, so they are for auditors alone, unless the round chose an open box.
"""

from sqlmodel import Session

from pb.domain.commitments import ballot_body
from pb.domain.events import canonical
from pb.domain.rounds import Round
from pb.domain.voting import read_payload
from pb.storage import box

FILE = "openings.jsonl"


def opening_lines(tx: Session, round_: Round) -> bytes:
    """A line of JSON for each counted ballot, in order of its leaf: the nonce, and what was committed to."""
    lines = []
    for ballot in box.list_counted(tx, round_.id):
        body = ballot_body(
            round_id=round_.id,
            ruleset_hash=round_.config_digest or "",
            ballot_id=ballot.id,
            revision=ballot.revision,
            payload=read_payload(ballot.payload),
        )
        lines.append(canonical({"nonce": ballot.nonce, "body": body}) + b"\n")
    return b"".join(lines)
