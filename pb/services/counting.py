"""Counting a closed box, and publishing what a second person has looked at.

It holds no arithmetic: the tally counts, and is asked again before anything is published.
"""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from sqlmodel import Session

from pb.domain.counting import (
    PotCount,
    Turnout,
    ballots_in_pot,
    contest_of,
    lot_seed,
    may_publish,
    need_second_person,
    need_whole_count,
    read_contest,
    sealed,
)
from pb.domain.people import Organisation, Viewer
from pb.domain.proposals import ProposalFilter, Status
from pb.domain.refusals import Kind, Refusal
from pb.domain.results import PotResult, pot_result
from pb.domain.rounds import Phase, Pot, Round, need_phase, phase_at
from pb.services import chain
from pb.services.deps import Deps
from pb.services.rounds import has_four_eyes, load_organisation_of, load_round_or_refuse, need_organiser
from pb.storage import box, outcomes, people, proposals
from pb.storage import rounds as round_storage
from pb.tally import Contest, Outcome, check_outcome, contest_record, outcome_record, run

ON_PAPER = ProposalFilter(statuses=(Status.ACCEPTED,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A contest and what counting it gave."""

    contest: Contest
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class CountView:
    """What an organiser sees before and after counting; `results` are empty until all pots are counted."""

    round: Round
    organisation: Organisation
    phase: Phase
    four_eyes: bool
    turnout: Turnout | None  # None until the box is closed
    results: tuple[PotResult, ...]
    counted_at: datetime | None
    counted_by: str | None  # the name of the person
    may_publish: bool  # whether this viewer is the second person, or one is enough


def view_count(deps: Deps, viewer: Viewer | None, round_id: str) -> CountView:
    """A round at the count. Raises `round-not-found` and as `need_organiser`."""
    with deps.db.read() as tx:
        round_ = load_round_or_refuse(tx, round_id)
        person = need_organiser(viewer, round_)
        organisation = load_organisation_of(tx, round_)
        counts = outcomes.list_counts(tx, round_id)
        papers = proposals.list_proposals(tx, round_id, ON_PAPER)
        four_eyes = has_four_eyes(round_, organisation)
        return CountView(
            round=round_,
            organisation=organisation,
            phase=phase_at(round_, deps.clock.now()),
            four_eyes=four_eyes,
            turnout=outcomes.load_turnout(tx, round_id),
            results=tuple(pot_result(round_.pot(count.pot_id), count, papers) for count in counts),
            counted_at=counts[0].counted_at if counts else None,
            counted_by=_name_of(tx, counts[0].counted_by if counts else None),
            may_publish=bool(counts) and may_publish(counts, person.id, four_eyes=four_eyes),
        )


def count_round(deps: Deps, viewer: Viewer | None, round_id: str, *, is_sure: bool) -> None:
    """Count every pot of a closed round and seal contest, outcome and digests; again until published.

    The tally runs before the write begins: a closed box cannot change, and other rounds go on voting.
    Raises `wrong-phase`, `box-not-closed`, `invalid-form` unless `is_sure`, and as `need_organiser`.
    """
    with deps.db.read() as tx:
        round_ = load_round_or_refuse(tx, round_id)
        person = need_organiser(viewer, round_)
        turnout = _need_closed_box(deps, tx, round_)
        _need_sure(is_sure)
        papers = proposals.list_proposals(tx, round_id, ON_PAPER)
        payloads = box.list_counted_payloads(tx, round_id)
    seed = seed_of(deps, round_, turnout)
    contests = [contest_of(round_, pot, papers, ballots_in_pot(payloads, pot.id)) for pot in round_.pots]
    counted = [Counted(contest=contest, outcome=_counted(contest, round_, seed)) for contest in contests]
    with deps.db.write() as tx:
        round_ = load_round_or_refuse(tx, round_id, for_update=True)
        _need_closed_box(deps, tx, round_)
        for pot, one in zip(round_.pots, counted, strict=True):
            _seal(deps, tx, person, round_=round_, pot=pot, counted=one, seed=seed)
        chain.record(deps, tx, round_.id, "outcome_confirmed", viewer=person, role="organiser")
        marks = replace(round_.milestones, counted_at=deps.clock.now())
        round_storage.put_round(tx, replace(round_, milestones=marks), at=deps.clock.now())


def publish_round(deps: Deps, viewer: Viewer | None, round_id: str, *, is_sure: bool) -> None:
    """Count the sealed contests once more and, where the digests agree, publish.

    Raises `not-counted`, `second-person-needed`, `recount-differs`, `wrong-phase`, `invalid-form` unless
    `is_sure`, and as `need_organiser`.
    """
    with deps.db.read() as tx:
        round_ = load_round_or_refuse(tx, round_id)
        person = need_organiser(viewer, round_)
        seen = _need_second_person(deps, tx, round_, person)
        _need_sure(is_sure)
        contests = {count.pot_id: outcomes.load_contest(tx, count.pot_id) or "" for count in seen}
    for count in seen:
        _need_same(count, contests[count.pot_id], round_)
    with deps.db.write() as tx:
        round_ = load_round_or_refuse(tx, round_id, for_update=True)
        if _need_second_person(deps, tx, round_, person) != seen:
            raise Refusal("counted-again", Kind.WRONG_PHASE)
        digests = {count.pot_id: count.outcome_digest for count in seen}
        for type_ in ("outcome_confirmed", "outcome_published"):
            chain.record(deps, tx, round_.id, type_, viewer=person, role="organiser", outcomes=digests)
        marks = replace(round_.milestones, published_at=deps.clock.now())
        round_storage.put_round(tx, replace(round_, milestones=marks), at=deps.clock.now())


def seed_of(deps: Deps, round_: Round, turnout: Turnout) -> bytes | None:
    """The seed of the lot; an imported election has none, for nothing was committed to before its vote."""
    if round_.is_imported:
        return None
    return lot_seed(deps.keys.tie_secret(round_.id), turnout.root)


def _need_closed_box(deps: Deps, tx: Session, round_: Round) -> Turnout:
    need_phase(round_, deps.clock.now(), Phase.COUNTING)
    turnout = outcomes.load_turnout(tx, round_.id)
    if turnout is None or round_.milestones.voting_closed_at is None:
        raise Refusal("box-not-closed", Kind.WRONG_PHASE)
    return turnout


def _need_second_person(deps: Deps, tx: Session, round_: Round, person: Viewer) -> list[PotCount]:
    _need_closed_box(deps, tx, round_)
    counts = outcomes.list_counts(tx, round_.id)
    need_whole_count(round_, counts)
    four_eyes = has_four_eyes(round_, load_organisation_of(tx, round_))
    need_second_person(counts, person.id, four_eyes=four_eyes)
    return counts


def _need_sure(is_sure: bool) -> None:
    if not is_sure:
        raise Refusal.field("is_sure", "tick-to-confirm")


def _need_same(count: PotCount, contest_text: str, round_: Round) -> None:
    """Count a sealed contest once more, from its bytes. Raises Refusal `recount-differs`."""
    contest = read_contest(json.loads(contest_text))
    seed = bytes.fromhex(count.seed) if count.seed else None
    again = run(contest, round_.rule.id, round_.rule.params, seed=seed)
    digests = (
        sha256(contest_text.encode()).hexdigest(),
        sealed(contest_record(contest))[1],
        sealed(outcome_record(again))[1],
    )
    if digests != (count.contest_digest, count.contest_digest, count.outcome_digest):
        raise Refusal("recount-differs", Kind.WRONG_PHASE, pot=round_.pot(count.pot_id).name)


def _counted(contest: Contest, round_: Round, seed: bytes | None) -> Outcome:
    outcome = run(contest, round_.rule.id, round_.rule.params, seed=seed)
    check_outcome(contest, outcome)
    return outcome


def _seal(
    deps: Deps, tx: Session, person: Viewer, *, round_: Round, pot: Pot, counted: Counted, seed: bytes | None
) -> None:
    contest_text, contest_digest = sealed(contest_record(counted.contest))
    record = outcome_record(counted.outcome)
    outcome_text, outcome_digest = sealed(record)
    count = PotCount(
        pot_id=pot.id,
        round_id=round_.id,
        contest_digest=contest_digest,
        outcome=record,
        outcome_digest=outcome_digest,
        seed=seed.hex() if seed else None,
        counted_at=deps.clock.now(),
        counted_by=person.id,
    )
    outcomes.put_count(tx, count, contest=contest_text, outcome=outcome_text)
    chain.record(
        deps,
        tx,
        round_.id,
        "outcome_counted",
        viewer=person,
        role="organiser",
        pot_id=pot.id,
        contest_digest=contest_digest,
        outcome_digest=outcome_digest,
        rule=counted.outcome.rule,
        version=counted.outcome.version,
        seed_digest=sha256(seed).hexdigest() if seed else None,
    )


def _name_of(tx: Session, person_id: str | None) -> str | None:
    person = people.load_viewer(tx, person_id) if person_id else None
    return person.name if person else None
