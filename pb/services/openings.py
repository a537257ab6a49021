"""Openings: what shows of each leaf in the closed box which ballot it commits to.

They tie a ballot to its receipt, so they are for auditors alone, unless the round chose an open box.
"""

from collections import Counter
from collections.abc import Collection, Iterable

from sqlmodel import Session

from pb.domain.commitments import ballot_body
from pb.domain.disclosure import Stratum, shown_strata
from pb.domain.events import canonical
from pb.domain.rounds import Round
from pb.domain.voting import Ballot, read_payload
from pb.storage import box

FILE = "openings.jsonl"


def opening_lines(tx: Session, round_: Round) -> bytes:
    """A line of JSON for each counted ballot, in order of its leaf: the nonce, and what was committed to."""
    return _lines(round_, box.list_counted(tx, round_.id))


def public_lines(tx: Session, round_: Round, withheld: Collection[str]) -> bytes:
    """The same of an open box, without the groups that are too small; `withheld` are pots."""
    ballots = [(ballot, _stratum(ballot)) for ballot in box.list_counted(tx, round_.id)]
    shown = shown_strata(Counter(stratum for _, stratum in ballots), withheld)
    return _lines(round_, (ballot for ballot, stratum in ballots if stratum in shown))


def _stratum(ballot: Ballot) -> Stratum:
    return frozenset(read_payload(ballot.payload))


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
