"""Counting: what goes into a contest, what is sealed of it, and who may confirm and publish.

It runs no rule itself and reads no clock: the tally counts, and the service says when.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pb.domain.disclosure import LEAST_SHOWN, blinded
from pb.domain.events import canonical
from pb.domain.groups import project_of
from pb.domain.ids import PersonId, PotId, RoundId
from pb.domain.proofs import CODE
from pb.domain.proposals import Proposal, Status
from pb.domain.refusals import Kind, Refusal
from pb.domain.rounds import Pot, Round
from pb.tally.model import Contest, Marks, Profile

AND = "+"  # between proofs that have a row together
Outcome = Mapping[str, Any]
"""An outcome as it was sealed: the JSON values of `tally.outcome_record`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofTurnout:
    """How many codes were issued or people let in by one proof, and what became of them.

    Where few voted by a proof it has no row of its own; `proof` then names several, joined by `AND`. With
    `has_more` some more were let in, fewer than `LEAST_SHOWN`, who are not among the `issued`.
    """

    proof: str
    issued: int
    void: int
    used: int
    has_more: bool = False

    @property
    def proofs(self) -> tuple[str, ...]:
        return tuple(self.proof.split(AND))


@dataclass(frozen=True, slots=True, kw_only=True)
class Turnout:
    """What a closed box and its voters come to. Imported elections had none of ours: those are None.

    `codes_` counts voters of every proof, with a code in their hands or without; `by_proof` tells them apart.
    Of `codes_issued` those are left out of whom no row tells how many they are.
    """

    codes_issued: int | None
    codes_void: int | None
    codes_used: int | None
    counted: int
    superseded: int
    root: str  # of the closed box, 64 hexadecimal digits
    by_proof: tuple[ProofTurnout, ...] = ()  # by proof, those alone by which anybody came

    def rows(self, offered: Iterable[str]) -> tuple[ProofTurnout, ...]:
        """A row for each proof that was offered, in that order, and for others that anybody came by."""
        found = {name: row for row in self.by_proof for name in row.proofs}
        nobody = {name: ProofTurnout(proof=name, issued=0, void=0, used=0) for name in offered}
        return tuple(dict.fromkeys((nobody | found)[name] for name in (*offered, *found)))


def told_by_way(ways: Iterable[ProofTurnout]) -> tuple[ProofTurnout, ...]:
    """Rows that tell of many only, from one row for each proof; in order of name.

    Proofs by which few voted (nobody is few, too) are put together, and with the smallest others until they
    are many. Where few were let in by those of a row that are no codes, they are not told: with the codes,
    which are in the log one by one, the sum would tell how many they were.
    """
    every = sorted(ways, key=lambda way: (way.used, way.proof))
    together = [way for way in every if way.used < LEAST_SHOWN]
    apart = every[len(together) :]
    while together and apart and (len(together) == 1 or sum(way.used for way in together) < LEAST_SHOWN):
        together.append(apart.pop(0))
    rows = [[way] for way in apart] + ([together] if together else [])
    return tuple(sorted(map(_row_of, rows), key=lambda row: row.proof))


def _row_of(ways: Sequence[ProofTurnout]) -> ProofTurnout:
    let_in = sum(way.issued for way in ways if way.proof != CODE)
    has_more = 0 < let_in < LEAST_SHOWN
    return ProofTurnout(
        proof=AND.join(sorted(way.proof for way in ways)),
        issued=sum(way.issued for way in ways) - (let_in if has_more else 0),
        void=sum(way.void for way in ways),
        used=sum(way.used for way in ways),
        has_more=has_more,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PotCount:
    """One pot as it was counted: digests of the contest and the outcome, and the outcome itself.

    `is_hidden`: none of its figures is published. `blind` is there where its ballots are not published one by
    one: then its digests are published blinded, for among few ballots they could be found by trying.
    """

    pot_id: PotId
    round_id: RoundId
    contest_digest: str
    outcome: Outcome
    outcome_digest: str
    seed: str | None  # of the lot, hexadecimal
    counted_at: datetime
    counted_by: PersonId | None
    is_hidden: bool = False
    blind: str | None = None  # hexadecimal

    @property
    def public_contest_digest(self) -> str:
        return blinded(self.contest_digest, self.blind) if self.blind else self.contest_digest

    @property
    def public_outcome_digest(self) -> str:
        if self.is_hidden and self.blind:
            return blinded(self.outcome_digest, self.blind)
        return self.outcome_digest


def lot_seed(secret: bytes, root: str) -> bytes:
    """The seed of the lot: SHA-256 over the committed secret and the closed box's root, 32 bytes each."""
    return hashlib.sha256(secret + bytes.fromhex(root)).digest()


def on_the_paper(proposals: Iterable[Proposal], pot_id: str) -> list[Proposal]:
    """The proposals of one pot that people voted on, in the order of their numbers."""
    accepted = (p for p in proposals if p.status is Status.ACCEPTED and p.content.pot_id == pot_id)
    return sorted(accepted, key=lambda proposal: proposal.number)


def contest_of(round_: Round, pot: Pot, proposals: Iterable[Proposal], ballots: Iterable[Marks]) -> Contest:
    """The contest of one pot: reviewed costs, groups, the round's ballot, and that pot's ballots merged."""
    return Contest(
        budget=pot.amount_pence,
        projects=tuple(project_of(proposal) for proposal in on_the_paper(proposals, pot.id)),
        spec=round_.spec,
        profile=Profile.of(ballots),
    )


def ballots_in_pot(payloads: Iterable[Mapping[str, Mapping[str, int]]], pot_id: str) -> Iterable[Marks]:
    """The marks of one pot out of whole ballots ({pot: {project: mark}}); blank where nothing was marked."""
    return (tuple(sorted(payload[pot_id].items())) for payload in payloads if pot_id in payload)


def need_whole_count(round_: Round, counts: Sequence[PotCount]) -> None:
    """Raises Refusal `not-counted` unless every pot has been counted."""
    if not round_.pots or {count.pot_id for count in counts} != {pot.id for pot in round_.pots}:
        raise Refusal("not-counted", Kind.WRONG_PHASE)


def may_publish(counts: Sequence[PotCount], viewer_id: PersonId, *, four_eyes: bool) -> bool:
    """Whether this person is the second pair of eyes, or one pair is enough."""
    return not four_eyes or all(count.counted_by not in (None, viewer_id) for count in counts)


def need_second_person(counts: Sequence[PotCount], viewer_id: PersonId, *, four_eyes: bool) -> None:
    """Raises Refusal `second-person-needed` where whoever counted would also publish."""
    if not may_publish(counts, viewer_id, four_eyes=four_eyes):
        raise Refusal("second-person-needed", Kind.NOT_ALLOWED)


def sealed(value: Mapping[str, Any]) -> tuple[str, str]:
    """JSON values as the text that is kept, and its digest."""
    text = canonical(value)
    return text.decode(), hashlib.sha256(text).hexdigest()
