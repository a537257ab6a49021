"""Invented voters and what they mark: the same seed gives the same people and the same ballots, everywhere.

It reads no clock and casts no ballot; the ways of choosing are for show and say nothing about real people.
"""

from collections.abc import Sequence
from random import Random

from pb.cli.demo.county import THEMES, WARDS
from pb.cli.demo.model import DemoPot, DemoProposal, DemoRound, DemoVoter
from pb.cli.demo.proposals import BY_KEY
from pb.domain.proposals import Status
from pb.domain.text import Language

VOTER_COUNT = 2_400
WELSH_PERCENT, BLANK_PERCENT = 40, 2
# A person's own ward weighs most, then a proposal for the whole county, then another ward's.
OWN_WARD, WHOLE_COUNTY, OTHER_WARD = 30, 12, 7
# People lean a little to proposals first written in the language they read.
OWN_LANGUAGE, OTHER_LANGUAGE = 6, 5

Choice = tuple[str, ...]  # keys of proposals, in the order of the ballot paper; empty is a blank ballot


def voters(seed: int, count: int = VOTER_COUNT) -> tuple[DemoVoter, ...]:
    """`count` people, numbered from 1, spread over the wards by their shares."""
    chance = _chance(seed, "voters")
    wards = chance.choices([ward.key for ward in WARDS], [ward.share for ward in WARDS], k=count)
    return tuple(_voter(chance, number, ward) for number, ward in enumerate(wards, start=1))


def approvals(
    people: Sequence[DemoVoter], proposals: Sequence[DemoProposal], *, most: int, seed: int
) -> tuple[Choice, ...]:
    """What each person marks when they may pick up to `most`: one choice a person, in the people's order."""
    return tuple(
        _approve(person, proposals, most, _chance(seed, "approval", person.number)) for person in people
    )


def baskets(
    people: Sequence[DemoVoter], proposals: Sequence[DemoProposal], *, pot_pence: int, seed: int
) -> tuple[Choice, ...]:
    """What each person puts in a basket that costs at most `pot_pence`, in the people's order."""
    return tuple(
        _fill(person, proposals, pot_pence, _chance(seed, "basket", person.number)) for person in people
    )


def ballots(round_: DemoRound) -> tuple[tuple[DemoVoter, dict[str, Choice]], ...]:
    """Each voter of a round with a choice for each pot they may vote on, by the pot's key."""
    people = voters(round_.seed, round_.voter_count)
    cast: list[dict[str, Choice]] = [{} for _ in people]
    for place, pot in enumerate(round_.pots, start=1):
        here = [person for person in people if pot.ward in (None, person.ward)]
        for person, choice in zip(here, _choices(round_, pot, here, round_.seed * 100 + place), strict=True):
            cast[person.number - 1][pot.key] = choice
    return tuple(zip(people, cast, strict=True))


def _choices(round_: DemoRound, pot: DemoPot, people: Sequence[DemoVoter], seed: int) -> tuple[Choice, ...]:
    on_paper = [BY_KEY[key] for key in pot.proposals if BY_KEY[key].status is Status.ACCEPTED]
    if round_.spec.type == "basket":
        return baskets(people, on_paper, pot_pence=pot.amount_pence, seed=seed)
    return approvals(people, on_paper, most=round_.spec.limits["max_count"], seed=seed)


def _chance(*names: object) -> Random:
    return Random("/".join(map(str, names)))  # noqa: S311 - invented people, no secrets


def _voter(chance: Random, number: int, ward: str) -> DemoVoter:
    language: Language = "cy" if chance.randrange(100) < WELSH_PERCENT else "en"
    taste = tuple((theme.key, chance.choice((1, 1, 2, 3, 4, 9))) for theme in THEMES)
    return DemoVoter(number=number, ward=ward, language=language, taste=taste)


def _approve(person: DemoVoter, proposals: Sequence[DemoProposal], most: int, chance: Random) -> Choice:
    if chance.randrange(100) < BLANK_PERCENT:
        return ()
    # Most people use all they have; some stop sooner.
    wanted = max(1, most - chance.choice((0, 0, 0, 0, 1, 1, 2)))
    liked = _by_liking(person, proposals, chance)[:wanted]
    return _in_paper_order(proposals, liked)


def _fill(person: DemoVoter, proposals: Sequence[DemoProposal], pot_pence: int, chance: Random) -> Choice:
    if chance.randrange(100) < BLANK_PERCENT:
        return ()
    left = pot_pence * chance.choice((50, 70, 85, 100, 100, 100)) // 100
    liked: list[str] = []
    for key in _by_liking(person, proposals, chance):
        if BY_KEY[key].amount_pence <= left:
            liked.append(key)
            left -= BY_KEY[key].amount_pence
    return _in_paper_order(proposals, liked)


def _by_liking(person: DemoVoter, proposals: Sequence[DemoProposal], chance: Random) -> list[str]:
    """All keys, the best liked first: chance drawn again and again, weighted by how a person feels."""
    taste = dict(person.taste)
    # Whole numbers only, so that every machine draws alike: the more weight, the more tries at a high draw.
    drawn = [
        (max(chance.getrandbits(32) for _ in range(_tries(person, taste, proposal))), proposal.key)
        for proposal in proposals
    ]
    return [key for _, key in sorted(drawn, reverse=True)]


def _tries(person: DemoVoter, taste: dict[str, int], proposal: DemoProposal) -> int:
    near = WHOLE_COUNTY if proposal.ward is None else OTHER_WARD
    if proposal.ward == person.ward:
        near = OWN_WARD
    tongue = OWN_LANGUAGE if proposal.language == person.language else OTHER_LANGUAGE
    return 1 + proposal.popularity**2 * near * tongue * (1 + taste[proposal.theme]) // 2_000


def _in_paper_order(proposals: Sequence[DemoProposal], keys: Sequence[str]) -> Choice:
    return tuple(proposal.key for proposal in proposals if proposal.key in keys)
