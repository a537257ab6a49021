"""Making somebody's entry void who came by any way: by the reference that this person alone can look up.

The reference stands for the voter, not for a ballot: nobody learns a choice, a receipt, or who else came.
"""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session

from pb.domain.batches import CodeStatus, may_issue, need_issuing
from pb.domain.codes import (
    REFERENCE_BITS,
    SECRET_BITS,
    VoterCode,
    read_voter_reference,
    voter_code,
    voter_reference,
)
from pb.domain.people import Viewer
from pb.domain.proofs import CODE
from pb.domain.refusals import Refusal
from pb.domain.rounds import Round
from pb.services import chain, overview, proving, voting
from pb.services.deps import Deps
from pb.services.overview import ManageView
from pb.services.rounds import load_round_or_refuse, need_organiser
from pb.services.voters import Voter
from pb.storage import register, roll

REASONS = ("not-eligible", "came-twice", "asked", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidingView:
    page: ManageView
    may_void: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Voided:
    """What came of it. `code` is a new code in the clear, once, for a voter whom nothing else would know."""

    round: Round
    is_replaced: bool
    code: str | None


def reference_of(deps: Deps, voter: Voter) -> str:
    """The voter's own reference in this round; it dies with the round's key at the close."""
    return _references(deps, voter.round_id)(voter.selector)


def view_voiding(deps: Deps, viewer: Viewer | None, round_id: str) -> VoidingView:
    """For organisers. Raises as `view_setup`."""
    page = overview.view_setup(deps, viewer, round_id)
    return VoidingView(page=page, may_void=may_issue(page.round, deps.clock.now()), reasons=REASONS)


def void_voter(
    deps: Deps, viewer: Viewer | None, round_id: str, typed: str, *, reason: str, replace: bool
) -> Voided:
    """Make a voter void, and what was voted; with `replace` the person may vote anew, also later on.

    Whoever is known by an address or the like comes again the same way; for others there is a new code.
    Raises invalid-form (`reference-mistyped`, `reference-unknown`, `voter-void-already`, and on `reason`),
    `wrong-phase`, and as `need_organiser`.
    """
    secret = voter_code(0, deps.randomness.bits(SECRET_BITS)).secret
    verifier = deps.hasher.hash_code(secret) if replace else ""  # outside the transaction: it takes a while
    with deps.db.write() as tx:
        round_ = load_round_or_refuse(tx, round_id, for_update=True)
        person = need_organiser(viewer, round_)
        need_issuing(round_, deps.clock.now())
        if reason not in REASONS:
            raise Refusal.field("reason", "choose-a-reason")
        selector = _find(deps, tx, round_id, typed)
        proof = _void(deps, tx, person, round_id, selector, reason=reason, replace=replace)
        if not replace:
            return Voided(round=round_, is_replaced=False, code=None)
        new = _replace(deps, tx, person, round_id, selector, proof=proof, verifier=verifier)
    code = None if new is None else VoterCode(selector=new, secret=secret).text
    return Voided(round=round_, is_replaced=True, code=code)


def _references(deps: Deps, round_id: str) -> Callable[[str], str]:
    key = deps.keys.proof_key(round_id)

    def reference(selector: str) -> str:
        mac = hmac.new(key, f"reference\0{selector}".encode(), hashlib.sha256).digest()
        return voter_reference(int.from_bytes(mac[:8], "big") >> (64 - REFERENCE_BITS))

    return reference


def _find(deps: Deps, tx: Session, round_id: str, typed: str) -> str:
    """The voter with that reference: every voter's is worked out, for none is kept."""
    wanted = read_voter_reference(typed)
    if wanted is None:
        raise Refusal.field("reference", "reference-mistyped" if typed.strip() else "missing")
    reference = _references(deps, round_id)
    for selector in sorted(roll.list_selectors(tx, round_id)):
        if hmac.compare_digest(reference(selector), wanted):
            return selector
    raise Refusal.field("reference", "reference-unknown")


def _void(
    deps: Deps, tx: Session, person: Viewer, round_id: str, selector: str, *, reason: str, replace: bool
) -> str:
    """The proof by which the voter came. One void already can still be replaced, once."""
    found = roll.load_code(tx, round_id, selector, for_update=True)
    status = found.status if found else CodeStatus.REPLACED
    if found is None or status is CodeStatus.REPLACED or (status is CodeStatus.VOID and not replace):
        raise Refusal.field("reference", "voter-void-already")
    proof = roll.find_proof(tx, found.batch_id)
    roll.put_status(tx, round_id, [selector], CodeStatus.REPLACED if replace else CodeStatus.VOID)
    if status is CodeStatus.ISSUED:
        voting.void_ballot(deps, tx, round_id, selector)
        chain.record(
            deps,
            tx,
            round_id,
            "code_voided",
            viewer=person,
            role="organiser",
            proof=proof,
            reason=reason,
        )
    return proof


def _replace(
    deps: Deps, tx: Session, person: Viewer, round_id: str, selector: str, *, proof: str, verifier: str
) -> str | None:
    """A new voter in the same batch; its selector where it takes a code to come as that voter."""
    found = roll.load_code(tx, round_id, selector)
    batch_id = found.batch_id if found else ""
    new = proving.new_selector(deps, tx, round_id)
    is_known = register.move_keys(tx, round_id, selector, new)
    roll.put_codes(tx, round_id, batch_id, [(new, "" if is_known else verifier)])
    chain.record(deps, tx, round_id, "voter_replaced", viewer=person, role="organiser", proof=proof)
    if proof == CODE:  # of the others the log says at the close how many there were
        chain.record(deps, tx, round_id, "codes_issued", viewer=person, role="organiser", count=1)
    return None if is_known else new
