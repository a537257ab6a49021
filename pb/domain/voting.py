"""The ballot paper, the choices on it, and the decision whether they may be cast.

It knows no codes and no voters: a handle is all it sees of a person, and it never reads a clock.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from pb.domain.codes import receipt_code
from pb.domain.commitments import ballot_body, commit
from pb.domain.events import canonical, digest
from pb.domain.groups import GroupNames, group_names, name_of, project_of
from pb.domain.ids import BallotId, RoundId
from pb.domain.proposals import Proposal
from pb.domain.refusals import Fault, Kind, Refusal, refuse_faults
from pb.domain.rounds import Phase, Pot, Round, Ward, WhichCounts, phase_at
from pb.tally import BallotInvalid, BallotSpec, Marks, Project, read_ballot

Choices = Mapping[str, Mapping[str, int]]
"""Pot id to project id to mark, as ticked: perhaps more than the limits allow."""

BallotMarks = Mapping[str, Marks]
"""Pot id to marks, as they are counted."""

# A limit on a ballot that breaks its type's limits: the tally's code, and the name of the words for it.
BALLOT_FAULTS = {
    "not-complete": "ballot-not-complete",
    "too-few": "ballot-too-few",
    "too-many": "ballot-too-many",
    "too-many-in-group": "ballot-too-many-in-group",
    "too-few-in-group": "ballot-too-few-in-group",
    "too-many-doubled": "ballot-too-many-doubled",
    "boost-outside-group": "ballot-boost-outside-group",
    "over-group-cost": "ballot-over-group-cost",
    "under-group-cost": "ballot-under-group-cost",
    "over-pot": "ballot-over-pot",
    "under-spent": "ballot-under-spent",
    "too-many-points": "ballot-too-many-points",
    "too-few-points": "ballot-too-few-points",
    "gap-in-order": "ballot-gap-in-order",
    "unknown-project": "ballot-unknown-project",
    "bad-mark": "ballot-bad-mark",
}

GROUP_COSTS = ("over-group-cost", "under-group-cost")


class BallotState(StrEnum):
    """What became of a ballot: it counts, a later one took its place, or its code was made void."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    VOID = "void"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """One cast ballot. `payload` is canonical JSON; nonce and leaf are hexadecimal."""

    id: BallotId
    revision: int  # 1 for the first with a code, one more for each change
    state: BallotState
    payload: str
    nonce: str
    leaf: str
    receipt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPot:
    """One pot's part of a paper: its proposals in the order of the list, and as the tally knows them."""

    pot: Pot
    proposals: tuple[Proposal, ...]
    projects: tuple[Project, ...]
    costs: Mapping[str, int]  # pence, by project id

    @classmethod
    def of(cls, pot: Pot, accepted: Iterable[Proposal]) -> "PaperPot":
        own = tuple(each for each in accepted if each.content.pot_id == pot.id)
        projects = tuple(project_of(each) for each in own)
        costs = {project.id: project.cost for project in projects}
        return cls(pot=pot, proposals=own, projects=projects, costs=costs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What one code may vote on. `digest` changes with whatever could change what a ballot means."""

    round_id: RoundId
    ruleset_hash: str
    spec: BallotSpec
    pots: tuple[PaperPot, ...]
    digest: str
    wards: tuple[Ward, ...] = ()  # of its proposals, to find them by
    names: GroupNames = field(default_factory=dict)  # of categories and wards, by which there may be limits


def paper_for(
    round_: Round, accepted: Sequence[Proposal], pot_ids: Iterable[str], wards: Iterable[Ward] = ()
) -> Paper:
    """The paper of the given pots. `accepted` are the accepted proposals of the round, by number.

    `wards` are those of the organisation; the paper keeps the ones that its proposals are in.
    """
    wanted = set(pot_ids)
    pots = tuple(PaperPot.of(pot, accepted) for pot in round_.pots if pot.id in wanted)
    lines = [
        [part.pot.id, part.pot.amount_pence, [[each.project_id, each.cost_pence] for each in part.proposals]]
        for part in pots
    ]
    wards = tuple(wards)
    used = {each.content.ward_id for part in pots for each in part.proposals}
    return Paper(
        round_id=round_.id,
        ruleset_hash=round_.config_digest or "",
        spec=round_.spec,
        pots=pots,
        digest=digest([round_.config_digest or "", lines]),
        wards=tuple(each for each in wards if each.id in used),
        names=group_names(round_, wards),
    )


def handle_for(link_key: bytes, selector: str) -> str:
    """The name under which a code's ballots lie in the box; without the key nobody can make or match it."""
    return hmac.digest(link_key, selector.encode(), "sha256").hex()


def keep_known(paper: Paper, choices: Choices) -> tuple[dict[str, dict[str, int]], tuple[str, ...]]:
    """The choices that stand on the paper, a part for every pot; and the ids that do not (any more)."""
    known: dict[str, dict[str, int]] = {}
    for part in paper.pots:
        given = choices.get(part.pot.id, {})
        known[part.pot.id] = {name: mark for name, mark in sorted(given.items()) if name in part.costs}
    kept = {(pot_id, name) for pot_id, marks in known.items() for name in marks}
    gone = [
        name
        for pot_id, marks in sorted(choices.items())
        for name in sorted(marks)
        if (pot_id, name) not in kept
    ]
    return known, tuple(gone)


def judge(paper: Paper, choices: Choices) -> dict[str, Marks]:
    """The marks to be counted, a part for every pot of the paper (blank where nothing is chosen).

    Raises Refusal.invalid with a fault `pot-<id>` for every pot whose limits are broken; facts name the pot.
    """
    faults: list[Fault] = []
    marks: dict[str, Marks] = {}
    for part in paper.pots:
        given = choices.get(part.pot.id, {})
        try:
            marks[part.pot.id] = read_ballot(paper.spec, part.projects, part.pot.amount_pence, given)
        except BallotInvalid as error:
            faults.append(_pot_fault(part, paper, error))
    refuse_faults(*faults)
    return marks


def _pot_fault(part: PaperPot, paper: Paper, error: BallotInvalid) -> Fault:
    told = error.facts
    facts: dict[str, Any] = {"pot": part.pot.name}
    if error.code == "over-pot":
        facts |= {"cost_pence": told["cost"], "most_pence": told["pot"], "over_pence": told["over"]}
    elif error.code == "under-spent":
        facts |= {"cost_pence": told["cost"], "least_pence": told["least"]}
    else:
        facts = {**told, **facts}
    if "group" in told:
        facts["group"] = name_of(paper.names, (told["dimension"], told["group"]))
    if error.code in GROUP_COSTS:
        facts |= {"cost_pence": told["cost"], "limit_pence": told["limit"]}
    if error.code == "bad-mark":
        facts["most"] = min(told["most"], paper.spec.limits.get("max_total", told["most"]))
        facts["proposal"] = next(
            (each.title for each in part.proposals if each.project_id == told["project"]), part.pot.name
        )
    return Fault(field=f"pot-{part.pot.id}", code=BALLOT_FAULTS[error.code], facts=facts)


def write_payload(choices: Choices | BallotMarks) -> str:
    """Choices as canonical JSON: pot id to project id to mark."""
    return canonical({pot_id: dict(marks) for pot_id, marks in choices.items()}).decode()


def read_payload(payload: str) -> dict[str, dict[str, int]]:
    """The choices in canonical JSON as they were written."""
    read: dict[str, dict[str, int]] = json.loads(payload)
    return read


def is_blank(choices: Choices) -> bool:
    """Whether nothing at all is chosen."""
    return not any(choices.values())


def make_ballot(
    paper: Paper, marks: BallotMarks, *, ballot_id: BallotId, revision: int, nonce: bytes
) -> Ballot:
    """A ballot with its commitment: leaf = H(0 || SHA-256(nonce || canonical)), the receipt its beginning."""
    body = ballot_body(
        round_id=paper.round_id,
        ruleset_hash=paper.ruleset_hash,
        ballot_id=ballot_id,
        revision=revision,
        payload={pot_id: dict(given) for pot_id, given in marks.items()},
    )
    leaf = commit(nonce, body)
    return Ballot(
        id=ballot_id,
        revision=revision,
        state=BallotState.CURRENT,
        payload=write_payload(marks),
        nonce=nonce.hex(),
        leaf=leaf.hex(),
        receipt=receipt_code(leaf),
    )


def cast_token(handle: str, payload: str, *, revision: int) -> str:
    """Names one act of casting: these choices, after `revision` ballots. Sent twice, cast once."""
    return hashlib.sha256(f"cast\0{handle}\0{revision}\0{payload}".encode()).hexdigest()[:32]


def need_changeable(round_: Round, *, has_voted: bool) -> None:
    """Raises Refusal `vote-stands` (WRONG_PHASE) where somebody has voted and the first vote counts."""
    if has_voted and round_.which_counts is WhichCounts.FIRST:
        raise Refusal("vote-stands", Kind.WRONG_PHASE)


def need_open(round_: Round, now: datetime) -> None:
    """Raises Refusal `voting-not-open` or `voting-closed` (both WRONG_PHASE) unless votes are taken now."""
    phase = phase_at(round_, now)
    if phase is Phase.VOTING:
        return
    if phase in (Phase.COUNTING, Phase.PUBLISHED):
        raise Refusal("voting-closed", Kind.WRONG_PHASE, closed_at=round_.schedule.voting_close_at)
    if phase is Phase.DRAFT:
        raise Refusal("not-found", Kind.NOT_FOUND)
    raise Refusal("voting-not-open", Kind.WRONG_PHASE)
