"""Running a count: check the contest, read the parameters, allocate, gather the outcome.

Must not hold the arithmetic of any rule or ballot type.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from pb.tally.ballots import BALLOT_TYPES, BallotType
from pb.tally.columns import Columns
from pb.tally.constraints import Constraints
from pb.tally.faults import BallotInvalid, ContestInvalid, ParamInvalid
from pb.tally.model import BallotSpec, Contest, Marks, Outcome, Project, Reason
from pb.tally.params import Reader
from pb.tally.pot import Count, Pot
from pb.tally.rules import RULES
from pb.tally.scores import Scores, scores_of
from pb.tally.ties import Breaker
from pb.tally.ties_told import told
from pb.tally.watch import Stage, Watch, unwatched


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleParams:
    """The parameters of a rule: `values` as the rule reads them, `texts` in full for the record."""

    rule: str
    values: Any
    texts: Mapping[str, str]


def read_ballot(
    spec: BallotSpec, projects: tuple[Project, ...], budget: int, marks: Mapping[str, int]
) -> Marks:
    """Turn what a person gave (project id to mark) into a ballot. Raises BallotInvalid, ContestInvalid."""
    kind = _kind(spec)
    return kind.read(spec, projects, budget, marks)


def read_params(rule_id: str, params: Mapping[str, str], spec: BallotSpec) -> RuleParams:
    """Read and check the parameters of a rule for a ballot type. Raises ParamInvalid, ContestInvalid."""
    _kind(spec)
    if rule_id not in RULES:
        raise ParamInvalid("rule", "unknown-rule", given=rule_id, known=tuple(RULES))
    rule = RULES[rule_id]
    if spec.type not in rule.ballot_types:
        raise ParamInvalid(
            "rule", "rule-not-for-ballot", rule=rule_id, type=spec.type, types=rule.ballot_types
        )
    reader = Reader(params, spec)
    values = rule.read_params(reader)
    reader.finish()
    return RuleParams(rule=rule_id, values=values, texts=dict(sorted(reader.texts.items())))


def run(
    contest: Contest,
    rule_id: str,
    params: Mapping[str, str],
    *,
    seed: bytes | None = None,
    watch: Watch | None = None,
) -> Outcome:
    """Count a contest by a rule. `seed` draws the lots where `ties` names them; `watch` hears how far it is.

    Raises ParamInvalid for parameters, ContestInvalid for a contest with an invalid ballot, and Stopped
    where the watch does.
    """
    read = read_params(rule_id, params, contest.spec)
    (watch or unwatched)(Stage.CHECK, 0, 1)
    columns = check_contest(contest)
    return run_on(contest, columns, read, seed, watch=watch)


def check_contest(contest: Contest) -> Columns:
    """Refuse a contest that holds a ballot its own type would refuse; return its columns.

    Raises ContestInvalid.
    """
    kind = _kind(contest.spec)
    columns = Columns.of(contest)
    valid = kind.valid(columns, contest.spec, contest.projects, contest.budget)
    if not bool(valid.all()):
        wrong = list(contest.profile.weights)[int(np.argmin(valid))]
        try:
            kind.read(contest.spec, contest.projects, contest.budget, dict(wrong))
        except BallotInvalid as fault:
            raise ContestInvalid("invalid-ballot", ballot=wrong, why=fault.code, **fault.facts) from None
        raise ContestInvalid("invalid-ballot", ballot=wrong, why="bad-mark")
    if any(weight < 1 for weight in contest.profile.weights.values()):
        raise ContestInvalid("bad-weight")
    return columns


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setting:
    """What stays the same when a count is run again with two projects in another order."""

    contest: Contest
    columns: Columns
    scores: Scores
    read: RuleParams
    seed: bytes | None
    watch: Watch

    def allocate(self, swap: tuple[int, int] | None, watch: Watch) -> tuple[Count, Pot]:
        """Run the rule once; `swap` (a, b) lets project b win a tie against a."""
        rule = RULES[self.read.rule]
        common = self.read.values.common
        count = Count(
            contest=self.contest,
            columns=self.columns,
            scores=self.scores,
            breaker=Breaker(common.ties, self.contest.projects, self.scores, self.seed, swap=swap),
            constraints=Constraints(common, self.contest, self.scores),
            ballots=int(self.columns.weight.sum()),
            watch=watch,
        )
        return count, rule.allocate(count, self.read.values)


def run_on(
    contest: Contest, columns: Columns, read: RuleParams, seed: bytes | None, *, watch: Watch | None = None
) -> Outcome:
    """Count a contest already checked and laid out in columns. Raises ParamInvalid, and what `watch` does."""
    rule = RULES[read.rule]
    scores = scores_of(columns, contest.spec)
    heard = watch or unwatched
    setting = _Setting(contest=contest, columns=columns, scores=scores, read=read, seed=seed, watch=heard)
    heard(Stage.ALLOCATE, 0, len(contest.projects))
    count, pot = setting.allocate(None, heard)
    names = [project.id for project in contest.projects]
    missing = Reason(code="not-needed-by-anyone")
    return Outcome(
        rule=rule.id,
        version=rule.version,
        params=read.texts,
        budget=contest.budget,
        cost=contest.budget - pot.left,
        selected=tuple(names[at] for at in pot.selected),
        steps=tuple(pot.steps),
        reasons={name: pot.reasons.get(at, missing) for at, name in enumerate(names)},
        ties=told(count, pot, lambda swap, inner: setting.allocate(swap, inner)[1]),
        scores=scores,
        ballots=count.ballots,
        distinct=contest.profile.distinct,
    )


def winners_on(contest: Contest, columns: Columns, read: RuleParams, seed: bytes | None) -> frozenset[str]:
    """Who wins, and nothing more, for those who count one contest many times, a little changed each time.

    Raises ParamInvalid.
    """
    scores = scores_of(columns, contest.spec)
    setting = _Setting(contest=contest, columns=columns, scores=scores, read=read, seed=seed, watch=unwatched)
    pot = setting.allocate(None, unwatched)[1]
    return frozenset(contest.projects[at].id for at in pot.selected)


def _kind(spec: BallotSpec) -> BallotType:
    if spec.type not in BALLOT_TYPES:
        raise ContestInvalid("unknown-ballot-type", type=spec.type, known=tuple(BALLOT_TYPES))
    kind = BALLOT_TYPES[spec.type]
    kind.check_spec(spec)
    return kind
