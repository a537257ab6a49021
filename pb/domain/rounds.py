"""A round: its pots, dates, ballot and rule, and the phase that the clock puts it in.

It never reads a clock: the present moment is always given.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from pb.domain.ids import CategoryId, OrganisationId, PotId, ProposalId, RoundId, WardId
from pb.domain.refusals import Kind, Refusal
from pb.domain.text import Bilingual
from pb.tally.model import BallotSpec

TIES = ("live", "work", "study", "volunteer")  # what may tie a person to the area

CATEGORY: Final = "category"
WARD: Final = "ward"

Group = tuple[str, str]
"""A group of projects as the tally knows it: CATEGORY or WARD, and the id of the category or ward."""


class Phase(StrEnum):
    """Where a round stands. Each follows from the dates and from what has been recorded, never from a job."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    PROPOSING = "proposing"
    REVIEWING = "reviewing"
    VOTING = "voting"
    COUNTING = "counting"
    PUBLISHED = "published"


class BoxMode(StrEnum):
    """Who gets what shows which ballot a leaf stands for: auditors alone, or everybody."""

    SEALED = "sealed"
    OPEN = "open"


class WhichCounts(StrEnum):
    """Which vote of a code counts: the last, so that it can be changed until the close, or the first."""

    LAST = "last"
    FIRST = "first"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ward:
    id: WardId
    name: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A kind of proposal, such as sport, by which a round sorts what is put forward."""

    id: CategoryId
    name: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Pot:
    """One sum of money, for the whole area or one ward, and for any purpose or one theme."""

    id: PotId
    name: Bilingual
    amount_pence: int
    ward: Ward | None = None
    theme: Bilingual | None = None
    largest_request_pence: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When phases open and close by themselves (UTC). Without proposal dates staff enter the proposals."""

    proposals_open_at: datetime | None = None
    proposals_close_at: datetime | None = None
    voting_open_at: datetime | None = None
    voting_close_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChoice:
    """The allocation rule and its parameters, spelt as on the command line."""

    id: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Currency:
    """What amounts are counted in: the ISO code, and how many digits stand behind the point."""

    code: str = "GBP"
    minor_digits: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestones:
    """What has happened to a round (UTC); recorded once, never taken back."""

    announced_at: datetime | None = None
    voting_opened_at: datetime | None = None
    voting_closed_at: datetime | None = None  # the box is sealed and the link destroyed
    counted_at: datetime | None = None
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    id: RoundId
    organisation_id: OrganisationId
    name: Bilingual
    summary: Bilingual
    contact: str
    minimum_age: int | None
    schedule: Schedule
    spec: BallotSpec
    rule: RuleChoice
    pots: tuple[Pot, ...]
    milestones: Milestones
    currency: Currency = field(default_factory=Currency)
    categories: tuple[Category, ...] = ()
    imported_from: str | None = None  # the file's name, for elections brought in from elsewhere
    box_mode: BoxMode = BoxMode.SEALED
    which_counts: WhichCounts = WhichCounts.LAST
    proofs: tuple[str, ...] = ("code",)  # how people may show that they can vote, side by side
    ties: tuple[str, ...] = TIES  # any one of them lets a person vote
    four_eyes: bool | None = None  # as it stood when voting opened; until then the organisation's own counts
    config_digest: str | None = None  # of what was frozen when voting opened
    seed_commitment: str | None = None
    edition: str = field(default="", compare=False)  # new with every change of what its pages show

    @property
    def is_announced(self) -> bool:
        return self.milestones.announced_at is not None

    @property
    def is_imported(self) -> bool:
        return self.imported_from is not None

    @property
    def is_locked(self) -> bool:
        """Whether nothing can be changed any more: voting has opened, or the round came from elsewhere."""
        return self.milestones.voting_opened_at is not None or self.is_imported

    def pot(self, pot_id: str) -> Pot:
        """The pot with that id. Raises Refusal `pot-not-found`."""
        for pot in self.pots:
            if pot.id == pot_id:
                return pot
        raise Refusal("pot-not-found", Kind.NOT_FOUND)


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Something to do before a phase can open: a code, what it is about, and its facts."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalStanding:
    """What opening the vote needs to know of one proposal."""

    id: ProposalId
    pot_id: PotId
    status: str
    has_both_languages: bool
    groups: tuple[Group, ...] = ()
    cost_pence: int = 0


def phase_at(round_: Round, now: datetime) -> Phase:
    """The phase a round is in at `now`.

    Voting opens and closes at its minute; it opens only once it has been recorded as opened (with everything
    frozen), which needs both languages and a reviewed list, so a round that is not ready stays in review.
    """
    done, plan = round_.milestones, round_.schedule
    if done.published_at is not None:
        return Phase.PUBLISHED
    if done.voting_closed_at is not None:
        return Phase.COUNTING
    if done.voting_opened_at is not None:
        closed = plan.voting_close_at is not None and now >= plan.voting_close_at
        return Phase.COUNTING if closed else Phase.VOTING
    return _phase_before_voting(plan, now) if round_.is_announced else Phase.DRAFT


def _phase_before_voting(plan: Schedule, now: datetime) -> Phase:
    if plan.proposals_open_at is not None and plan.proposals_close_at is not None:
        if now < plan.proposals_open_at:
            return Phase.ANNOUNCED
        return Phase.PROPOSING if now < plan.proposals_close_at else Phase.REVIEWING
    return Phase.REVIEWING


def need_phase(round_: Round, now: datetime, *allowed: Phase) -> Phase:
    """The phase at `now`, if it is one of `allowed`. Raises Refusal `wrong-phase` (fact: the phase)."""
    phase = phase_at(round_, now)
    if phase not in allowed:
        raise Refusal("wrong-phase", Kind.WRONG_PHASE, phase=phase.value)
    return phase


def missing_to_announce(round_: Round, now: datetime) -> tuple[Missing, ...]:
    """What still stands between a draft and its announcement, in the order of the set-up pages."""
    missing: list[Missing] = []
    if not round_.name.is_complete or not round_.summary.is_complete:
        missing.append(Missing(code="names-in-both-languages"))
    if not round_.pots:
        missing.append(Missing(code="a-pot"))
    missing += [
        Missing(code="pot-name-in-both-languages", facts={"pot": pot.name})
        for pot in round_.pots
        if not pot.name.is_complete
    ]
    missing += [
        Missing(code="pot-theme-in-both-languages", facts={"pot": pot.name})
        for pot in round_.pots
        if pot.theme is not None and not pot.theme.is_complete
    ]
    if round_.schedule.proposals_close_at is not None and round_.schedule.proposals_close_at <= now:
        missing.append(Missing(code="proposal-dates-passed"))
    if round_.schedule.voting_open_at is None or round_.schedule.voting_close_at is None:
        missing.append(Missing(code="voting-dates"))
    elif round_.schedule.voting_open_at <= now:
        missing.append(Missing(code="voting-dates-passed"))
    return tuple(missing)


def missing_to_open_voting(round_: Round, proposals: tuple[ProposalStanding, ...]) -> tuple[Missing, ...]:
    """What still stands between review and the opening of the vote."""
    missing: list[Missing] = []
    waiting = sum(proposal.status == "submitted" for proposal in proposals)
    if waiting:
        missing.append(Missing(code="proposals-to-review", facts={"count": waiting}))
    untranslated = sum(p.status == "accepted" and not p.has_both_languages for p in proposals)
    if untranslated:
        missing.append(Missing(code="proposals-in-one-language", facts={"count": untranslated}))
    unsorted = sum(
        p.status == "accepted" and all(dimension != CATEGORY for dimension, _ in p.groups) for p in proposals
    )
    if unsorted and round_.categories:
        missing.append(Missing(code="proposals-without-category", facts={"count": unsorted}))
    missing += [
        Missing(code="pot-without-proposals", facts={"pot": pot.name})
        for pot in round_.pots
        if not any(p.pot_id == pot.id and p.status == "accepted" for p in proposals)
    ]
    return tuple(missing)


def is_due_to_open(round_: Round, now: datetime) -> bool:
    """Whether the minute set for voting has come and voting is not recorded as opened."""
    plan, done = round_.schedule, round_.milestones
    if not round_.is_announced or done.voting_opened_at is not None or plan.voting_open_at is None:
        return False
    return plan.voting_open_at <= now and (plan.voting_close_at is None or now < plan.voting_close_at)


def is_due_to_close(round_: Round, now: datetime) -> bool:
    """Whether the minute set for the close has come and the box is not yet sealed."""
    plan, done = round_.schedule, round_.milestones
    if done.voting_opened_at is None or done.voting_closed_at is not None:
        return False
    return plan.voting_close_at is not None and now >= plan.voting_close_at
