"""Which proofs of a round, side by side, cannot tell that one person came by both; and how many that may be.

It looks nothing up: the counts of voters are given.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from pb.domain.proofs import CODE, EMAIL, PERSON, PHONE, ROW
from pb.domain.sign_on import SIGN_ON

# What somebody who came by a proof may be known by to the others; of a code nothing says who holds it.
KNOWN_BY: Mapping[str, tuple[str, ...]] = {
    CODE: (),
    "email": (EMAIL,),
    "text": (PHONE,),
    "register": (ROW, EMAIL),
    SIGN_ON: (EMAIL,),
    PERSON: (ROW, EMAIL),
}
Voters = Mapping[str, Mapping[frozenset[str], int]]
"""How many have voted, by the proof and by all that they are known by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two proofs, and what matches people between them: "row" or "email" first, or empty for nothing.

    `unmatched` counts the voters of each whom nothing matches, `most_twice_count` how many people at most may
    have voted by both unseen; None once it is forgotten who was known by what.
    """

    proofs: tuple[str, str]
    matched_by: str
    voted: tuple[int, int]
    unmatched: tuple[int, int] | None

    @property
    def most_twice_count(self) -> int | None:
        """Each of them is a voter of both, and unmatched in at least one."""
        return None if self.unmatched is None else min(*self.voted, sum(self.unmatched))

    @property
    def unmatched_at_most(self) -> tuple[int, int] | None:
        """`unmatched` as it is told: in full tens, or whoever keeps looking would see one person vote."""
        return None if self.unmatched is None else (_tens(self.unmatched[0]), _tens(self.unmatched[1]))

    @property
    def twice_at_most(self) -> int | None:
        """`most_twice_count` as it is told, in the same way."""
        return None if self.most_twice_count is None else _tens(self.most_twice_count)


def _tens(count: int) -> int:
    """The full tens that a count is not above; ten also for nobody."""
    return max(1, -(-count // 10)) * 10


def find_pairs(
    proofs: Sequence[str], voters: Voters, *, has_register: bool, is_forgotten: bool
) -> tuple[Pair, ...]:
    """Every two of a round's proofs, in order; who comes in person is known by the register alone."""
    known_by = KNOWN_BY if has_register else {**KNOWN_BY, PERSON: ()}
    pairs = []
    for first, second in combinations(proofs, 2):
        shared = [kind for kind in known_by[first] if kind in known_by[second]]
        counts = [_count(voters.get(proof, {}), shared) for proof in (first, second)]
        pairs.append(
            Pair(
                proofs=(first, second),
                matched_by=shared[0] if shared else "",
                voted=(counts[0][0], counts[1][0]),
                unmatched=None if shared and is_forgotten else (counts[0][1], counts[1][1]),
            )
        )
    return tuple(pairs)


def _count(voters: Mapping[frozenset[str], int], shared: Sequence[str]) -> tuple[int, int]:
    """How many there are, and how many of them are known by nothing that is shared."""
    return sum(voters.values()), sum(count for kinds, count in voters.items() if not kinds & set(shared))
