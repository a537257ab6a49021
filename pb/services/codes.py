"""Voter codes for organisers: issuing batches, making codes void, and how many have been used.

A code stands in the clear only in what is returned from here, once; nothing keeps or logs one.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from sqlmodel import Session

from pb.domain.batches import Batch, CodeStatus, may_issue, need_issuing, order_batch
from pb.domain.codes import SECRET_BITS, SELECTOR_BITS, VoterCode, read_voter_code, voter_code
from pb.domain.counting import Turnout
from pb.domain.disclosure import likely_small, told_beside_sum
from pb.domain.people import Viewer
from pb.domain.proofs import CODE
from pb.domain.refusals import Kind, Refusal
from pb.domain.rounds import Phase, Pot, Round, phase_at
from pb.services import chain, voting, wrong_codes
from pb.services.deps import Deps
from pb.services.rounds import load_round_or_refuse, need_organiser
from pb.services.voters import is_proved
from pb.storage import roll

HASHERS = max(1, min(4, os.cpu_count() or 1))
BATCH_ID_LENGTH = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedBatch:
    """New codes in the clear, once: `codes` as printed, in no order that means anything."""

    round: Round
    batch: Batch
    pots: tuple[Pot, ...]
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchView:
    batch: Batch
    pots: tuple[Pot, ...]
    counts: roll.CodeCounts
    is_told: bool  # how many were used, once voting has closed


@dataclass(frozen=True, slots=True, kw_only=True)
class CodesView:
    """A round's codes as its organisers see them: counts only. `may_issue` is false before and after.

    `wrong_count` is how many wrong codes were typed in the last hour, where that is alarming.
    """

    round: Round
    phase: Phase
    batches: tuple[BatchView, ...]
    turnout: Turnout
    may_issue: bool
    wrong_count: int | None
    new_batch_id: str
    small_pots: tuple[Pot, ...]  # in which so few can vote that their figures will probably be hidden


def view_codes(deps: Deps, viewer: Viewer | None, round_id: str) -> CodesView:
    """Batches and counts of a round. Raises as `need_organiser`."""
    with deps.db.read() as tx:
        round_ = load_round_or_refuse(tx, round_id)
        need_organiser(viewer, round_)
        batches = roll.list_batches(tx, round_id)
        turnout = voting.turnout(tx, round_id)
        wrong_count = wrong_codes.alarming_count(tx, round_id, deps.clock.now())
    phase = phase_at(round_, deps.clock.now())
    told = told_beside_sum([counts.used_count for _, counts in batches])
    return CodesView(
        round=round_,
        phase=phase,
        batches=tuple(
            BatchView(batch=batch, pots=_pots(round_, batch), counts=counts, is_told=is_told)
            for (batch, counts), is_told in zip(batches, told, strict=True)
        ),
        turnout=turnout,
        may_issue=may_issue(round_, deps.clock.now()),
        wrong_count=wrong_count,
        new_batch_id=deps.randomness.id(),
        small_pots=_small_pots(round_, batches),
    )


def _small_pots(round_: Round, batches: Sequence[tuple[Batch, roll.CodeCounts]]) -> tuple[Pot, ...]:
    """Where codes are the only way, they say how many can vote; none are issued yet where there are none."""
    if set(round_.proofs) != {CODE} or not batches or round_.milestones.voting_closed_at is not None:
        return ()
    live: dict[str, int] = {pot.id: 0 for pot in round_.pots}
    for batch, counts in batches:
        for pot_id in batch.pot_ids:
            live[pot_id] = live.get(pot_id, 0) + counts.issued_count - counts.void_count
    small = likely_small(live)
    return tuple(pot for pot in round_.pots if pot.id in small)


def view_batch(deps: Deps, viewer: Viewer | None, round_id: str, batch_id: str) -> BatchView:
    """One batch. Raises `batch-not-found` and as `need_organiser`."""
    found = view_codes(deps, viewer, round_id)
    for view in found.batches:
        if view.batch.id == batch_id:
            return view
    raise Refusal("batch-not-found", Kind.NOT_FOUND)


def issue_batch(
    deps: Deps,
    viewer: Viewer | None,
    round_id: str,
    *,
    label: str,
    count: int | None,
    pot_ids: Sequence[str],
    batch_id: str | None = None,
) -> IssuedBatch:
    """Make codes and return them in the clear, the only time. About ten milliseconds a code.

    `batch_id` is drawn with the form, so that a form sent twice issues once; then `batch-issued` is raised.
    Raises `wrong-phase`, invalid-form (label, count, pots), and as `need_organiser`.
    """
    batch_id = batch_id or deps.randomness.id()
    with deps.db.read() as tx:
        round_ = load_round_or_refuse(tx, round_id)
        need_organiser(viewer, round_)
        _need_new(deps, tx, round_, batch_id)
        order = order_batch(round_, label=label, count=count, pot_ids=pot_ids)
        taken = roll.list_selectors(tx, round_id)
    codes = _draw(deps, order.count, taken)
    rows = _hashed(deps, codes)  # the long part, outside any transaction
    with deps.db.write() as tx:
        round_ = load_round_or_refuse(tx, round_id, for_update=True)
        _need_new(deps, tx, round_, batch_id)
        if not roll.list_selectors(tx, round_id).isdisjoint(selector for selector, _ in rows):
            raise Refusal("try-again", Kind.UNAVAILABLE)  # two batches drew alike in the same minute
        batch = Batch(id=batch_id, label=order.label, pot_ids=order.pot_ids, issued_at=deps.clock.now())
        roll.put_batch(tx, round_id, batch, count=order.count)
        roll.put_codes(tx, round_id, batch_id, rows)
        chain.record(deps, tx, round_id, "codes_issued", viewer=viewer, role="organiser", count=order.count)
    return IssuedBatch(
        round=round_, batch=batch, pots=_pots(round_, batch), codes=tuple(code.text for code in codes)
    )


def void_code(
    deps: Deps, viewer: Viewer | None, round_id: str, typed: str, *, replace: bool = False
) -> IssuedBatch | None:
    """Make one code void, and what was voted with it; with `replace` return a new code in the same batch.

    Raises invalid-form (`code-mistyped`, `code-wrong`, `code-void-already`), `wrong-phase`,
    `too-many-attempts`.
    """
    with deps.db.read() as tx:
        round_ = load_round_or_refuse(tx, round_id)
        person = need_organiser(viewer, round_)
        need_issuing(round_, deps.clock.now())
        taken = roll.list_selectors(tx, round_id) if replace else set()
    code = _prove(deps, round_id, typed)
    status = CodeStatus.REPLACED if replace else CodeStatus.VOID
    codes = _draw(deps, int(replace), taken)
    rows = _hashed(deps, codes)
    with deps.db.write() as tx:
        round_ = load_round_or_refuse(tx, round_id, for_update=True)
        need_issuing(round_, deps.clock.now())
        found = roll.load_code(tx, round_id, code.selector, for_update=True)
        if found is None or found.status is not CodeStatus.ISSUED:
            raise Refusal.field("code", "code-void-already")
        _void(deps, tx, person, round_id, selectors=[code.selector], status=status)
        batch = roll.load_batch(tx, round_id, found.batch_id)
        if not replace or batch is None:
            return None
        roll.put_codes(tx, round_id, batch.id, rows)
        chain.record(deps, tx, round_id, "codes_issued", viewer=viewer, role="organiser", count=1)
    return IssuedBatch(
        round=round_, batch=batch, pots=_pots(round_, batch), codes=tuple(each.text for each in codes)
    )


def void_batch(deps: Deps, viewer: Viewer | None, round_id: str, batch_id: str, *, is_sure: bool) -> int:
    """Make every code of a batch void, and what was voted with them. Returns how many codes it were.

    Raises `batch-not-found`, `wrong-phase`, invalid-form unless `is_sure`, and as `need_organiser`.
    """
    with deps.db.write() as tx:
        round_ = load_round_or_refuse(tx, round_id, for_update=True)
        person = need_organiser(viewer, round_)
        need_issuing(round_, deps.clock.now())
        if roll.load_batch(tx, round_id, batch_id) is None:
            raise Refusal("batch-not-found", Kind.NOT_FOUND)
        if not is_sure:
            raise Refusal.field("is_sure", "tick-to-confirm")
        selectors = roll.list_live_selectors(tx, batch_id)
        _void(deps, tx, person, round_id, selectors=selectors, status=CodeStatus.VOID)
    return len(selectors)


def _prove(deps: Deps, round_id: str, typed: str) -> VoterCode:
    code = read_voter_code(typed)
    if code is None:
        raise Refusal.field("code", "code-mistyped" if typed.strip() else "missing")
    with deps.db.read() as tx:
        wrong_codes.need_unlocked_code(deps, tx, round_id, code.selector)
    if not is_proved(deps, round_id, code):
        wrong_codes.note_wrong_code(deps, round_id, code.selector)
        raise Refusal.field("code", "code-wrong")
    return code


def _void(
    deps: Deps, tx: Session, person: Viewer, round_id: str, *, selectors: Sequence[str], status: CodeStatus
) -> None:
    roll.put_status(tx, round_id, selectors, status)
    for selector in selectors:
        voting.void_ballot(deps, tx, round_id, selector)
        chain.record(deps, tx, round_id, "code_voided", viewer=person, role="organiser")


def _draw(deps: Deps, count: int, taken: set[str]) -> list[VoterCode]:
    """New codes whose selectors nobody has."""
    found: dict[str, VoterCode] = {}
    while len(found) < count:
        code = voter_code(deps.randomness.bits(SELECTOR_BITS), deps.randomness.bits(SECRET_BITS))
        if code.selector not in taken:
            found.setdefault(code.selector, code)
    return list(found.values())


def _hashed(deps: Deps, codes: Sequence[VoterCode]) -> list[tuple[str, str]]:
    """(selector, verifier) of each code; hashing lets go of the interpreter, so threads share processors."""
    with ThreadPoolExecutor(max_workers=HASHERS) as pool:
        verifiers = pool.map(deps.hasher.hash_code, (code.secret for code in codes))
        return [(code.selector, verifier) for code, verifier in zip(codes, verifiers, strict=True)]


def _need_new(deps: Deps, tx: Session, round_: Round, batch_id: str) -> None:
    need_issuing(round_, deps.clock.now())
    if len(batch_id) != BATCH_ID_LENGTH or not batch_id.isalnum() or not batch_id.isascii():
        raise Refusal("form-out-of-date", Kind.NOT_ALLOWED)
    if roll.is_batch_known(tx, batch_id):
        raise Refusal("batch-issued", Kind.WRONG_PHASE)


def _pots(round_: Round, batch: Batch) -> tuple[Pot, ...]:
    return tuple(pot for pot in round_.pots if pot.id in batch.pot_ids)
