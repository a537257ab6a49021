"""The shapes of the invented world: a county, its people, their proposals and the rounds that fund them.

They hold data only: nothing here touches a database, a clock or chance.
"""

from dataclasses import dataclass, field

from pb.domain.proposals import CostLine, Status
from pb.domain.rounds import Phase, RuleChoice
from pb.domain.text import Bilingual, Language
from pb.tally.model import BallotSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCounty:
    """The organisation that runs the rounds."""

    name: Bilingual
    council: Bilingual
    contact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoWard:
    """A ward; `share` says how many of the county's voters live there, against the other wards' shares."""

    key: str
    name: Bilingual
    share: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoTheme:
    key: str
    name: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoProposal:
    """What a group asks for. `ward` is a ward's key, or None for the whole county; `popularity` is 1 to 10.

    The labels of the breakdown are in the original language. Declined proposals carry a public reason.
    """

    key: str
    group: str
    ward: str | None
    theme: str
    goals: tuple[str, ...]
    language: Language
    popularity: int
    amount_pence: int
    breakdown: tuple[CostLine, ...]
    title: Bilingual
    summary: Bilingual
    description: Bilingual
    status: Status = Status.ACCEPTED
    reason: Bilingual | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPot:
    """A pot and the keys of its proposals in the order they came. Only its own ward votes on a ward's pot."""

    key: str
    name: Bilingual
    amount_pence: int
    largest_request_pence: int
    proposals: tuple[str, ...] = ()
    ward: str | None = None
    theme: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoDays:
    """When things happen, in whole days from now; before now is negative, None is never (or not yet)."""

    announced: int | None = None
    proposals_open: int | None = None
    proposals_close: int | None = None
    voting_open: int | None = None
    voting_close: int | None = None
    counted: int | None = None
    published: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoRound:
    """A round as it should stand when the demo opens.

    `themes` are the keys of its categories, `waiting` those of the proposals still to be reviewed.
    """

    key: str
    phase: Phase
    name: Bilingual
    summary: Bilingual
    pots: tuple[DemoPot, ...]
    spec: BallotSpec
    rule: RuleChoice
    days: DemoDays
    minimum_age: int | None = 11
    proofs: tuple[str, ...] = ("code",)
    themes: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    voter_count: int = 0
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPerson:
    """Someone who can sign in to the demo. `role` is a membership role's value, or None for a resident."""

    key: str
    name: str
    email: str
    passphrase: str
    role: str | None
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoVoter:
    """Someone who votes: where they live, what they read, and how much they care for each theme (1 to 9)."""

    number: int
    ward: str
    language: Language
    taste: tuple[tuple[str, int], ...] = field(default=())


def line(label: str, amount_pence: int) -> CostLine:
    """One line of a breakdown."""
    return CostLine(label=label, amount_pence=amount_pence)
