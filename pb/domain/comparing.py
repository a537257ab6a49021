"""Rules side by side on the same ballots: which to set beside a chosen one, and the answer as pages read it.

It counts nothing and ranks nothing: the tally gives figures, and people decide.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from pb.domain.groups import GroupNames, name_of
from pb.domain.ids import PotId, RoundId
from pb.domain.paper_setup import measures_of
from pb.domain.rounds import Group, RuleChoice
from pb.domain.text import Bilingual
from pb.tally.faults import ParamInvalid, TallyInvalid
from pb.tally.model import BallotSpec
from pb.tally.run import read_params

CHOSEN = "chosen"
"""The label of the rule of the round; the others go by their id."""

BESIDE = (
    "most-votes", "equal-shares", "phragmen", "cumulative-transfer", "expanding-approvals",
    "majority-judgment", "value-for-money", "equal-shares-bounded", "maximin-support",
)  # fmt: skip
"""What may stand beside a chosen rule, the most telling first. `seats` asks for a number that nobody has
chosen, and `best-total` may take too long to be worth a look."""

MOST_BESIDE = 4
KEPT = ("ties", "minimum", "conflicts", "needs", "group_max", "group_min", "reserved")
"""Terms of the round rather than of a rule: they hold under the other rules too, where these take them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptComparison:
    """A pot's comparison as it was kept, with the digest of the outcome that it belongs to."""

    pot_id: PotId
    round_id: RoundId
    outcome_digest: str
    comparison: Mapping[str, Any]  # the JSON values of `tally.comparison_record`
    comparison_digest: str
    margins: Mapping[str, Any]  # the JSON values of `tally.margins_record`
    margins_digest: str
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One rule of a comparison. Money in minor units; `share` of voters and means exact."""

    label: str
    rule: str
    params: Mapping[str, str]
    winners: int
    cost: int
    left: int
    in_common: int | None  # winners that the chosen rule has too; None for itself, or where none is chosen
    with_a_winner: int
    ballots: int
    winners_each: Fraction
    cost_each: Fraction
    groups: Mapping[Group, int]

    @property
    def is_chosen(self) -> bool:
        return self.label == CHOSEN

    @property
    def money_each(self) -> int:
        """The mean cost of what a voter gets, in whole minor units, halves up."""
        return (2 * self.cost_each.numerator + self.cost_each.denominator) // (2 * self.cost_each.denominator)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One project: whether it wins under each rule, in the order of the columns."""

    project_id: str
    title: Bilingual
    cost: int
    wins: tuple[bool, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """A comparison as a page shows it: the rules, and the projects with the most wins first."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    groups: tuple[tuple[Group, Bilingual], ...]  # with what each is called

    @property
    def all_agree(self) -> bool:
        """Whether every rule has the same winners."""
        return all(len(set(row.wins)) == 1 for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarginLine:
    """How close a project was; each number as `found` and `limit` of the tally's `Turning`."""

    title: Bilingual
    won: bool
    cost: int
    ballots_found: int | None
    ballots_limit: int | None
    cost_found: int | None
    cost_limit: int | None


def rules_beside(chosen: RuleChoice | None, spec: BallotSpec, *, unit: int) -> list[dict[str, Any]]:
    """The chosen rule (if there is one) and others that fit its ballots, as {label, rule, params}.

    `unit` is how many minor units a step of raised shares has.
    """
    listed = [] if chosen is None else [_choice(CHOSEN, chosen.id, chosen.params)]
    terms = {} if chosen is None else {name: text for name, text in chosen.params.items() if name in KEPT}
    for rule in BESIDE:
        params = None if chosen is not None and rule == chosen.id else _usual(rule, spec, terms, unit)
        if params is not None:
            listed.append(_choice(rule, rule, params))
    return listed if chosen is None else listed[: 1 + MOST_BESIDE]


def side_by_side(
    record: Mapping[str, Any],
    titles: Mapping[str, Bilingual],
    costs: Mapping[str, int],
    names: GroupNames | None = None,
) -> SideBySide:
    """A comparison out of its JSON values; projects come in the order of `costs` where wins are equal.

    Groups come in the order of `names`, those without a name last, by their ids.
    """
    shared = {(one["first"], one["second"]): len(one["both"]) for one in record["shared"]}
    columns = tuple(_column(one, shared.get((CHOSEN, one["label"]))) for one in record["choices"])
    won = [set(one["selected"]) for one in record["choices"]]
    rows = [
        Row(
            project_id=name,
            title=titles.get(name, Bilingual(cy=name, en=name)),
            cost=cost,
            wins=tuple(name in winners for winners in won),
        )
        for name, cost in costs.items()
    ]
    found = {group for column in columns for group in column.groups}
    known = names or {}
    groups = [*(group for group in known if group in found), *sorted(found - known.keys())]
    ordered = sorted(rows, key=lambda row: (not row.wins[0], -sum(row.wins)))
    named = tuple((group, name_of(known, group)) for group in groups)
    return SideBySide(
        columns=columns,
        rows=tuple(ordered),
        groups=named,
    )


def margin_lines(
    record: Mapping[str, Any], titles: Mapping[str, Bilingual], costs: Mapping[str, int]
) -> tuple[MarginLine, ...]:
    """Margins out of their JSON values: those that won first, then the closest."""
    lines = [_margin(one, titles, costs) for one in record["projects"]]
    return tuple(sorted(lines, key=lambda line: (not line.won, _far(line))))


def _choice(label: str, rule: str, params: Mapping[str, str]) -> dict[str, Any]:
    return {"label": label, "rule": rule, "params": dict(params)}


def _usual(rule: str, spec: BallotSpec, terms: Mapping[str, str], unit: int) -> dict[str, str] | None:
    """A rule's usual parameters under a round's terms, but for those it does not take; None: not for it."""
    wanted = {"ties": "votes,cost,lot", "measure": measures_of(spec)[0], **terms}
    if rule.startswith("equal-shares"):
        wanted |= {"completion": "add-one-greedy", "step": str(unit)}
    while True:
        try:
            return dict(read_params(rule, wanted, spec).texts)
        except ParamInvalid as fault:
            if fault.name not in wanted:
                return None
            del wanted[fault.name]
        except TallyInvalid:
            return None


def _column(one: Mapping[str, Any], in_common: int | None) -> Column:
    return Column(
        label=one["label"],
        rule=one["rule"],
        params=one["params"],
        winners=len(one["selected"]),
        cost=one["cost"],
        left=one["left"],
        in_common=in_common,
        with_a_winner=one["with_a_winner"],
        ballots=one["ballots"],
        winners_each=Fraction(one["winners_each"]),
        cost_each=Fraction(one["cost_each"]),
        groups={(group["dimension"], group["group"]): group["cost"] for group in one["groups"]},
    )


def _far(line: MarginLine) -> tuple[bool, int]:
    return line.ballots_found is None, line.ballots_found or 0


def _margin(one: Mapping[str, Any], titles: Mapping[str, Bilingual], costs: Mapping[str, int]) -> MarginLine:
    name, cost = one["project"], one["cost"] or {"found": None, "limit": None}
    return MarginLine(
        title=titles.get(name, Bilingual(cy=name, en=name)),
        won=one["won"],
        cost=costs[name],
        ballots_found=one["ballots"]["found"],
        ballots_limit=one["ballots"]["limit"],
        cost_found=cost["found"],
        cost_limit=cost["limit"],
    )


def costs_of(projects: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """The costs of a contest's projects by id, in list order, from its JSON values."""
    return {project["id"]: project["cost"] for project in projects}
