"""A pot's result as people read it: winners in order, then the others, each with its reason.

It reads what was sealed and works nothing out again; its words stand in the web layer.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from pb.domain.counting import PotCount, on_the_paper
from pb.domain.groups import GroupNames
from pb.domain.ids import ProposalId
from pb.domain.proposals import Proposal
from pb.domain.rounds import Pot
from pb.domain.sums import Rounding, Sum, sum_of
from pb.domain.text import Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One proposal of a pot: what it cost, how many ballots named it, what it got (minor units), and why."""

    proposal_id: ProposalId
    project_id: str
    number: int
    title: Bilingual
    cost: int
    paid: int
    votes: int | None  # None in a pot whose figures are hidden
    score: int | str | None  # by the rule's measure, where that is not votes; fractions as "p/q"
    place: int | None  # from 1 among the winners
    code: str
    facts: Mapping[str, Any]

    @property
    def won(self) -> bool:
        return self.place is not None

    def sum(self, rounding: Rounding) -> Sum | None:
        """The sum behind it, for rules by which people pay for proposals."""
        return sum_of(self.code, self.facts, self.cost, rounding)


@dataclass(frozen=True, slots=True, kw_only=True)
class SharesStory:
    """How equal shares went, with the numbers of this pot (minor units, exact).

    `to_share`: the pot less what was set aside. `raised`: how often the shares were raised, by `step` each
    time; 0 where they were not. `first`: the first purchase. `passed` and `passed_by`: a proposal that lost
    with more votes than one that won, where there is such a pair. `closest`: the one that missed the least.
    """

    to_share: int
    people: int
    start: Fraction
    share: Fraction
    raised: int
    step: int
    stopped: str | None
    first: Line
    passed: Line | None
    passed_by: Line | None
    closest: Line | None

    @property
    def rounded_down(self) -> bool:
        """Whether the first share was rounded down to whole steps."""
        return self.start * self.people != self.to_share


@dataclass(frozen=True, slots=True, kw_only=True)
class TieLine:
    """A tie that had to be broken: who, in the order that decided it, by which key, and as in the tally."""

    tied: tuple[Bilingual, ...]
    key: str
    matters: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """One move of the count: what was done, to which proposal (none for some), what was paid and left."""

    action: str
    number: int | None  # of the proposal
    title: Bilingual | None
    paid: int
    left: int
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PotResult:
    """One pot: lines with winners first, in the order they won, then the others by votes.

    Of a hidden pot there are the winners, in the order of the paper, and what they get: no figure besides.
    """

    pot: Pot
    ballots: int | None
    cost: int
    rule: str
    params: Mapping[str, str]
    measure: str
    lines: tuple[Line, ...]
    steps: tuple[StepLine, ...]
    ties: tuple[TieLine, ...]
    seed: str | None
    contest_digest: str
    outcome_digest: str
    groups: GroupNames = field(default_factory=dict)
    is_hidden: bool = False

    @property
    def left(self) -> int:
        return self.pot.amount_pence - self.cost

    @property
    def winners(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.won)

    @property
    def others(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if not line.won)

    def shares_story(self) -> SharesStory | None:
        """The story of equal shares; None for other rules, and where nobody bought anything."""
        bought = [line for line in self.winners if "endowment" in line.facts]
        if not bought:
            return None
        raised = self.step("endow")
        told = raised.facts if raised else {}
        share = Fraction(bought[0].facts["endowment"])
        reserved = sum(line.cost for line in self.winners if line.facts.get("reserved"))
        lost = [line for line in self.others if "spent" in line.facts]
        passed = max(lost, key=_votes, default=None)
        fewest = min(bought, key=_votes)
        is_passed = passed is not None and _votes(passed) > _votes(fewest)
        return SharesStory(
            to_share=self.pot.amount_pence - reserved,
            people=self.ballots or 0,
            start=Fraction(told.get("start", share)),
            share=share,
            raised=int(told.get("raised", 0)),
            step=int(self.params.get("step", 1)),
            stopped=told.get("stopped"),
            first=bought[0],
            passed=passed if is_passed else None,
            passed_by=fewest if is_passed else None,
            closest=min(lost, key=lambda line: Fraction(line.facts["short_by"]), default=None),
        )

    def step(self, action: str) -> StepLine | None:
        """The last step of that kind, such as `endow`; None where there was none."""
        return next((step for step in reversed(self.steps) if step.action == action), None)

    def title_of(self, project_id: str) -> Bilingual:
        """The title of a project that a reason speaks of."""
        found = (line.title for line in self.lines if line.project_id == project_id)
        return next(found, Bilingual(cy=project_id, en=project_id))


def pot_result(
    pot: Pot, count: PotCount, proposals: Iterable[Proposal], groups: GroupNames | None = None
) -> PotResult:
    """The result of one pot, from its sealed count and the proposals that stood on its paper.

    `groups` are the names of the groups that reasons speak of.
    """
    if count.is_hidden:
        return _hidden_result(pot, count, on_the_paper(proposals, pot.id))
    outcome = count.outcome
    params: Mapping[str, str] = outcome["params"]
    measure = _measure(outcome)
    listed = on_the_paper(proposals, pot.id)
    titles = {proposal.project_id: proposal.title for proposal in listed}
    numbers = {proposal.project_id: proposal.number for proposal in listed}
    lines = [_line(proposal, outcome, measure) for proposal in listed]
    return PotResult(
        pot=pot,
        ballots=outcome["ballots"],
        cost=outcome["cost"],
        rule=outcome["rule"],
        params=params,
        measure=measure,
        lines=tuple(sorted(lines, key=_order)),
        steps=tuple(_step(step, titles, numbers) for step in outcome["steps"]),
        ties=tuple(
            TieLine(tied=_titles(tie["tied"], titles), key=tie["key"], matters=tie["matters"])
            for tie in outcome["ties"]
        ),
        seed=count.seed,
        contest_digest=count.public_contest_digest,
        outcome_digest=count.public_outcome_digest,
        groups=groups or {},
    )


def _hidden_result(pot: Pot, count: PotCount, listed: Sequence[Proposal]) -> PotResult:
    """What is said of a pot in which so few voted that its figures would tell how: who gets the money."""
    outcome = count.outcome
    won = [proposal for proposal in listed if proposal.project_id in outcome["selected"]]
    lines = [
        Line(
            proposal_id=proposal.id,
            project_id=proposal.project_id,
            number=proposal.number,
            title=proposal.title,
            cost=proposal.cost_pence,
            paid=_paid(outcome, proposal.project_id),
            votes=None,
            score=None,
            place=won.index(proposal) + 1 if proposal in won else None,
            code=HIDDEN,
            facts={},
        )
        for proposal in listed
    ]
    return PotResult(
        pot=pot,
        ballots=None,
        cost=outcome["cost"],
        rule=outcome["rule"],
        params=outcome["params"],
        measure="votes",
        lines=tuple(sorted(lines, key=_order)),
        steps=(),
        ties=(),
        seed=count.seed,
        contest_digest=count.public_contest_digest,
        outcome_digest=count.public_outcome_digest,
        is_hidden=True,
    )


HIDDEN = "hidden"
"""The reason that stands where the true one would tell how people voted."""

# What a rule goes by where it is not told: the first of these that the ballots yield.
BY_POINTS = ("points", "sum", "borda")
GOES_BY = {"majority-judgment": ("middle",), "cumulative-transfer": BY_POINTS}


def _measure(outcome: Mapping[str, Any]) -> str:
    """What to show of each proposal: what the rule orders by, else votes."""
    params: Mapping[str, str] = outcome["params"]
    by_points = params.get("utility", "").startswith("points")
    wanted = (params.get("measure", ""), *(BY_POINTS if by_points else GOES_BY.get(outcome["rule"], ())))
    yielded: Mapping[str, Any] = next(iter(outcome["scores"].values()), {})
    return next((name for name in wanted if name in yielded), "votes")


def _line(proposal: Proposal, outcome: Mapping[str, Any], measure: str) -> Line:
    name = proposal.project_id
    scores, reason = outcome["scores"][name], outcome["reasons"][name]
    places = {winner: at for at, winner in enumerate(outcome["selected"], 1)}
    return Line(
        proposal_id=proposal.id,
        project_id=name,
        number=proposal.number,
        title=proposal.title,
        cost=proposal.cost_pence,
        paid=_paid(outcome, name),
        votes=scores["votes"],
        score=None if measure == "votes" else scores.get(measure),
        place=places.get(name),
        code=reason["code"],
        facts=reason["facts"],
    )


def _paid(outcome: Mapping[str, Any], name: str) -> int:
    paid: int = sum(step["paid"] for step in outcome["steps"] if step["project"] == name)
    return paid


def _votes(line: Line) -> int:
    return line.votes or 0


def _step(step: Mapping[str, Any], titles: Mapping[str, Bilingual], numbers: Mapping[str, int]) -> StepLine:
    name = step["project"]
    return StepLine(
        action=step["action"],
        number=numbers.get(name),
        title=_titles([name], titles)[0] if name else None,
        paid=step["paid"],
        left=step["left"],
        facts=step["facts"],
    )


def _order(line: Line) -> tuple[bool, int, int, int, int]:
    return line.place is None, line.place or 0, -line.paid, -_votes(line), line.number


def _titles(names: Sequence[str], titles: Mapping[str, Bilingual]) -> tuple[Bilingual, ...]:
    return tuple(titles.get(name, Bilingual(cy=name, en=name)) for name in names)
