"""The work behind a count and a publication: what the tally is asked, and what is sealed of its answer.

It holds no arithmetic, and does not choose when to run: a job does, or whoever wants it done at once.
"""

import json
from collections import Counter
from dataclasses import replace
from hashlib import sha256
from typing import Any

from sqlmodel import Session

from pb.domain.counting import (
    PotCount,
    Turnout,
    ballots_in_pot,
    contest_of,
    lot_seed,
    need_second_person,
    need_whole_count,
    sealed,
)
from pb.domain.disclosure import blinding, held_back
from pb.domain.jobs import JobKind
from pb.domain.people import Viewer
from pb.domain.proposals import ProposalFilter, Status
from pb.domain.refusals import Kind, Refusal
from pb.domain.rounds import BoxMode, Phase, Pot, Round, need_phase
from pb.services import chain, jobs, openings
from pb.services.deps import Deps
from pb.services.jobs import Work
from pb.services.rounds import has_four_eyes, load_organisation_of, load_round_or_refuse, need_organiser
from pb.storage import box, outcomes, proposals
from pb.storage import rounds as round_storage
from pb.tally import contest_record, read_contest
from pb.tally.tasks import Answer, Task

ON_PAPER = ProposalFilter(statuses=(Status.ACCEPTED,))


def prepare_count(deps: Deps, viewer: Viewer | None, round_id: str) -> Work:
    """The count of every pot of a closed round. The box cannot change meanwhile.

    Raises `wrong-phase`, `box-not-closed`, and as `need_organiser`; saving raises the same.
    """
    with deps.db.read() as tx:
        round_ = load_round_or_refuse(tx, round_id)
        person = need_organiser(viewer, round_)
        turnout = need_closed_box(deps, tx, round_)
        papers = proposals.list_proposals(tx, round_id, ON_PAPER)
        payloads = box.list_counted_payloads(tx, round_id)
        veils = veils_of(tx, round_)
    seed = seed_of(deps, round_, turnout)
    contests = [contest_of(round_, pot, papers, ballots_in_pot(payloads, pot.id)) for pot in round_.pots]
    records = [contest_record(contest) for contest in contests]

    def save(tx: Session, answer: Answer) -> None:
        round_ = load_round_or_refuse(tx, round_id, for_update=True)
        need_organiser(viewer, round_)
        need_closed_box(deps, tx, round_)
        for pot, record, outcome in zip(round_.pots, records, answer["outcomes"], strict=True):
            count = _count(deps, person, round_, pot, record=record, outcome=outcome, seed=seed)
            _seal(deps, tx, person, replace(count, **veils.get(pot.id, {})), record=record)
        chain.record(deps, tx, round_.id, "outcome_confirmed", viewer=person, role="organiser")
        marks = replace(round_.milestones, counted_at=deps.clock.now())
        round_storage.put_round(tx, replace(round_, milestones=marks), at=deps.clock.now())
        jobs.queue_anew(deps, tx, round_, person, kind=JobKind.COMPARE)

    return Work(task=_task([(record, seed) for record in records], round_), save=save)


def prepare_publication(deps: Deps, viewer: Viewer | None, round_id: str) -> Work:
    """Counting the sealed contests once more, to publish where the digests agree.

    Raises `not-counted`, `second-person-needed`, `wrong-phase`, and as `need_organiser`; saving raises the
    same, `counted-again` and `recount-differs`.
    """
    with deps.db.read() as tx:
        round_ = load_round_or_refuse(tx, round_id)
        person = need_organiser(viewer, round_)
        seen = need_publishable(deps, tx, round_, person)
        texts = [outcomes.load_contest(tx, count.pot_id) or "" for count in seen]
    records = [json.loads(text) for text in texts]

    def save(tx: Session, answer: Answer) -> None:
        round_ = load_round_or_refuse(tx, round_id, for_update=True)
        need_organiser(viewer, round_)
        if need_publishable(deps, tx, round_, person) != seen:
            raise Refusal("counted-again", Kind.WRONG_PHASE)
        for count, text, outcome in zip(seen, texts, answer["outcomes"], strict=True):
            _need_same(count, text, outcome, round_)
        digests = {count.pot_id: count.public_outcome_digest for count in seen}
        for type_ in ("outcome_confirmed", "outcome_published"):
            chain.record(deps, tx, round_.id, type_, viewer=person, role="organiser", outcomes=digests)
        marks = replace(round_.milestones, published_at=deps.clock.now())
        round_storage.put_round(tx, replace(round_, milestones=marks), at=deps.clock.now())

    seeds = [bytes.fromhex(count.seed) if count.seed else None for count in seen]
    return Work(task=_task(list(zip(records, seeds, strict=True)), round_), save=save)


def need_closed_box(deps: Deps, tx: Session, round_: Round) -> Turnout:
    """What the closed box holds. Raises `wrong-phase`, `box-not-closed`."""
    need_phase(round_, deps.clock.now(), Phase.COUNTING)
    turnout = outcomes.load_turnout(tx, round_.id)
    if turnout is None or round_.milestones.voting_closed_at is None:
        raise Refusal("box-not-closed", Kind.WRONG_PHASE)
    return turnout


def need_publishable(deps: Deps, tx: Session, round_: Round, person: Viewer) -> list[PotCount]:
    """The counts this person may publish.

    Raises `not-counted`, `second-person-needed`, and as `need_closed_box`.
    """
    need_closed_box(deps, tx, round_)
    counts = outcomes.list_counts(tx, round_.id)
    need_whole_count(round_, counts)
    four_eyes = has_four_eyes(round_, load_organisation_of(tx, round_))
    need_second_person(counts, person.id, four_eyes=four_eyes)
    return counts


def seed_of(deps: Deps, round_: Round, turnout: Turnout) -> bytes | None:
    """The seed of the lot; an imported election has none, for nothing was committed to before its vote."""
    if round_.is_imported:
        return None
    return lot_seed(deps.keys.tie_secret(round_.id), turnout.root)


def _task(asked: list[tuple[dict[str, Any], bytes | None]], round_: Round) -> Task:
    rule = {"rule": round_.rule.id, "params": dict(round_.rule.params)}
    contests = [{"contest": record, "seed": seed.hex() if seed else None, **rule} for record, seed in asked]
    return {"do": "count", "contests": contests}


def _need_same(count: PotCount, contest_text: str, outcome: dict[str, Any], round_: Round) -> None:
    """Compare what the sealed bytes give now with the digests of the count. Raises `recount-differs`."""
    digests = (
        sha256(contest_text.encode()).hexdigest(),
        sealed(contest_record(read_contest(json.loads(contest_text))))[1],
        sealed(outcome)[1],
    )
    if digests != (count.contest_digest, count.contest_digest, count.outcome_digest):
        raise Refusal("recount-differs", Kind.WRONG_PHASE, pot=round_.pot(count.pot_id).name)


def veils_of(tx: Session, round_: Round) -> dict[str, dict[str, Any]]:
    """What is held back of each pot with few ballots: `is_hidden` and `blind`, by pot.

    An imported election is public already, and its ballots have nothing that could blind them.
    """
    if round_.is_imported:
        return {}
    grouped = list(openings.grouped_ballots(tx, round_))
    groups = Counter(group for _, group in grouped)
    withheld, hidden = held_back(groups, is_open=round_.box_mode is BoxMode.OPEN)
    nonces: dict[str, list[str]] = {pot: [] for pot in sorted(withheld)}
    for ballot, (stratum, _) in grouped:
        for pot in stratum & withheld:
            nonces[pot].append(ballot.nonce)
    return {pot: {"is_hidden": pot in hidden, "blind": blinding(pot, nonces[pot])} for pot in nonces}


def _count(
    deps: Deps,
    person: Viewer,
    round_: Round,
    pot: Pot,
    *,
    record: dict[str, Any],
    outcome: dict[str, Any],
    seed: bytes | None,
) -> PotCount:
    return PotCount(
        pot_id=pot.id,
        round_id=round_.id,
        contest_digest=sealed(record)[1],
        outcome=outcome,
        outcome_digest=sealed(outcome)[1],
        seed=seed.hex() if seed else None,
        counted_at=deps.clock.now(),
        counted_by=person.id,
    )


def _seal(deps: Deps, tx: Session, person: Viewer, count: PotCount, *, record: dict[str, Any]) -> None:
    outcomes.put_count(tx, count, contest=sealed(record)[0], outcome=sealed(count.outcome)[0])
    chain.record(
        deps,
        tx,
        count.round_id,
        "outcome_counted",
        viewer=person,
        role="organiser",
        pot_id=count.pot_id,
        contest_digest=count.public_contest_digest,
        outcome_digest=count.public_outcome_digest,
        rule=count.outcome["rule"],
        version=count.outcome["version"],
        seed_digest=sha256(bytes.fromhex(count.seed)).hexdigest() if count.seed else None,
    )
