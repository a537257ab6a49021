"""The record of a counted round, read from what is stored and packed: the same bytes for whoever takes it.

It changes nothing, and judges nobody's right to it.
"""

import json
from typing import Any

from sqlmodel import Session

from pb.domain.counting import need_whole_count
from pb.domain.disclosure import withheld_pots
from pb.domain.events import canonical
from pb.domain.proposals import ProposalFilter
from pb.domain.rounds import BoxMode
from pb.services import openings, signing
from pb.services.board import batch_lines
from pb.services.deps import Deps
from pb.services.record import Material, files_of, pack, whole_count
from pb.services.rounds import has_four_eyes, load_group_names, load_organisation_of, load_round_or_refuse
from pb.storage import box, outcomes, proposals
from pb.storage.events import list_events


def record_of(deps: Deps, tx: Session, round_id: str) -> bytes:
    """The archive, signed. Raises `round-not-found` and `not-counted`."""
    files = files_of(_material(deps, tx, round_id))
    return pack(files | {"manifest.sig": signing.signature_file(deps, files["manifest.json"])})


def hidden_counts(tx: Session, round_id: str) -> dict[str, bytes]:
    """For auditors alone: the count of each hidden pot with every figure, by the name of its file."""
    counts = [count for count in outcomes.list_counts(tx, round_id) if count.is_hidden]
    return {f"hidden/{count.pot_id}.json": canonical(whole_count(count)) for count in counts}


def _material(deps: Deps, tx: Session, round_id: str) -> Material:
    round_ = load_round_or_refuse(tx, round_id)
    organisation = load_organisation_of(tx, round_)
    counts = outcomes.list_counts(tx, round_id)
    need_whole_count(round_, counts)
    turnout = outcomes.load_turnout(tx, round_id)
    if turnout is None:
        raise LookupError("a counted round without a closed box")
    is_ours, is_open = not round_.is_imported, round_.box_mode is BoxMode.OPEN
    contests: dict[str, Any] = {
        count.pot_id: json.loads(outcomes.load_contest(tx, count.pot_id) or "") for count in counts
    }
    numbers = {pot: sum(weight for _, weight in one["ballots"]) for pot, one in contests.items()}
    withheld = withheld_pots(numbers) if is_ours else frozenset()
    withheld |= {count.pot_id for count in counts if count.is_hidden}
    leaves, superseded = box.list_leaves(tx, round_id) if is_ours else ([], [])
    return Material(
        round=round_,
        organisation=organisation,
        four_eyes=has_four_eyes(round_, organisation),
        proposals=proposals.list_proposals(tx, round_id, ProposalFilter()),
        groups=load_group_names(tx, round_),
        counts=counts,
        contests=contests,
        turnout=turnout,
        leaves=leaves,
        superseded=superseded,
        batches=batch_lines(tx, round_id, with_leaves=True) if is_ours else b"",
        withheld=withheld,
        openings=openings.public_lines(tx, round_, withheld) if is_ours and is_open else None,
        secret=deps.keys.tie_secret(round_id) if is_ours else None,
        events=list_events(tx, round_id),
    )
