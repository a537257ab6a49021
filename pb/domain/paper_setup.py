"""The ballot paper as an organiser sets it up: its type, its limits, and what rules may count on it.

It knows no words and no fields beyond their names; how a mark is judged is for the tally.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from pb.domain.doubles import counts_doubles, has_doubles
from pb.domain.money import read_pence
from pb.domain.paper_limits import MOST_CHOICES, contradictions, read_group_limits
from pb.domain.refusals import Fault, Refusal, refuse_faults
from pb.domain.rounds import BoxMode, Group, Round, RuleChoice, WhichCounts
from pb.domain.setup import whole
from pb.tally.ballots import BALLOT_TYPES
from pb.tally.faults import TallyInvalid
from pb.tally.model import BallotSpec
from pb.tally.run import read_params

MOST_POINTS = 1000
MOST_DOUBLED = 10
LEAST_AGE, MOST_AGE = 5, 99
AGES = (8, 11, 14, 16)

# What organisers may let a rule count, the usual one first. The tally knows more: a number of grades given,
# good or bad, orders nothing that anybody would want.
MEASURES: Mapping[str, tuple[str, ...]] = {
    "approval": ("votes",),
    "basket": ("votes",),
    "points": ("points", "votes"),
    "score": ("sum", "mean"),
    "grades": ("sum",),
    "ranking": ("borda", "first", "votes"),
}
NEED_MOST = ("approval", "ranking")  # a paper on which everything may be named would have no end
MAY_NEED_ALL = ("score", "grades")  # papers on which every proposal may have to be marked
SCALES: Mapping[str, tuple[int, int]] = {"1-5": (1, 5), "1-10": (1, 10), "0-5": (0, 5), "0-10": (0, 10)}
GRADES = ("3", "4", "5", "6")
LADDER = ("excellent", "very-good", "good", "fair", "poor", "very-poor")  # short ones leave the top out


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedBallot:
    """`age` is `none`, one of AGES, or `other` with `other_age`.

    `own` holds what only one type has, by field: `approval.double` (`none`, `favourite` or `boost`),
    `approval.favourites`, `approval.group`, `basket.max_cost`, `basket.min_cost`, `points.max_total`,
    `points.max_mark`, `points.all`, `score.scale`, `grades.grades`, `marks.complete`; and the limits by
    group, as `paper_limits.field_of` names them.
    """

    type: str
    max_count: str = ""
    min_count: str = ""
    own: Mapping[str, str] = field(default_factory=dict)
    age: str = "none"
    other_age: str = ""
    box_mode: str = BoxMode.SEALED.value
    which_counts: str = WhichCounts.LAST.value


def decide_ballot(round_: Round, typed: TypedBallot, groups: Collection[Group] = ()) -> Round:
    """The round with the ballot type, its limits and the minimum age. Raises Refusal INVALID.

    `groups` are those by which limits may be set. A rule that counted what the old paper yielded goes on with
    what is usual on the new one.
    """
    if typed.type not in MEASURES:
        raise Refusal.field("ballot_type", "not-a-choice")
    if typed.box_mode not in {mode.value for mode in BoxMode}:
        raise Refusal.field("box_mode", "not-a-choice")
    if typed.which_counts not in {each.value for each in WhichCounts}:
        raise Refusal.field("which_counts", "not-a-choice")
    most = whole("max_count", typed.max_count, least=1, most=MOST_CHOICES)
    if most is None and typed.type in NEED_MOST:
        most = Fault(field="max_count", code="missing-number")
    least = whole("min_count", typed.min_count, least=0, most=MOST_CHOICES)
    faults: list[object] = [most, least]
    if isinstance(most, int) and isinstance(least, int) and least > most:
        faults.append(Fault(field="min_count", code="more-than-most", facts={"most_count": most}))
    own = _own_limits(typed, groups)
    by_group, group_faults = read_group_limits(typed.type, typed.own, groups)
    age = _age(typed)
    refuse_faults(*faults, *own.values(), *group_faults, age)
    if typed.type in MAY_NEED_ALL and typed.own.get("marks.complete"):
        own["complete"] = 1
    limits = {**own, "max_count": most, "min_count": least or None, **by_group}
    spec = BallotSpec(type=typed.type, limits={k: v for k, v in limits.items() if isinstance(v, int)})
    refuse_faults(*contradictions(round_, spec))
    rule = _rule_for(round_, spec)
    minimum_age = age if isinstance(age, int) else None
    mode = BoxMode(typed.box_mode)
    return replace(
        round_,
        spec=spec,
        rule=rule,
        minimum_age=minimum_age,
        box_mode=mode,
        which_counts=WhichCounts(typed.which_counts),
    )


def measures_of(spec: BallotSpec) -> tuple[str, ...]:
    """What rules may order the projects of such ballots by, the usual one first.

    A favourite or a boost counts only in points, which are therefore what is usual with them.
    """
    return ("points", "votes") if has_doubles(spec) else MEASURES[spec.type]


def grade_name(mark: int, grades: int) -> str:
    """The name of a grade out of LADDER, mark 0 being the best of so many; its number where it has none."""
    at = max(0, len(LADDER) - 1 - grades) + mark
    return LADDER[at] if 0 <= mark < grades and at < len(LADDER) else str(mark + 1)


def _own_limits(typed: TypedBallot, groups: Collection[Group]) -> dict[str, int | Fault | None]:
    """The limits that only this type has, or what is wrong with them."""
    if typed.type == "approval":
        return _doubles(typed, groups)
    readers = {"basket": _basket_costs, "points": _points, "score": _scale, "grades": _grades}
    return readers[typed.type](typed) if typed.type in readers else {}


def _points(typed: TypedBallot) -> dict[str, int | Fault | None]:
    total = whole("points.max_total", typed.own.get("points.max_total", ""), least=1, most=MOST_POINTS)
    if total is None:
        total = Fault(field="points.max_total", code="missing-number")
    top = total if isinstance(total, int) else MOST_POINTS
    each = whole("points.max_mark", typed.own.get("points.max_mark", ""), least=1, most=top)
    exactly = total if typed.own.get("points.all") else None
    return {"max_total": total, "max_mark": each, "min_total": exactly}


def _scale(typed: TypedBallot) -> dict[str, int | Fault | None]:
    scale = SCALES.get(typed.own.get("score.scale", ""))
    if scale is None:
        return {"highest": Fault(field="score.scale", code="not-a-choice")}
    return {"lowest": scale[0], "highest": scale[1]}


def _grades(typed: TypedBallot) -> dict[str, int | Fault | None]:
    grades = typed.own.get("grades.grades", "")
    known = grades in GRADES
    return {"grades": int(grades) if known else Fault(field="grades.grades", code="not-a-choice")}


def _doubles(typed: TypedBallot, groups: Collection[Group]) -> dict[str, int | Fault | None]:
    kind = typed.own.get("approval.double", "none")
    if kind == "favourite":
        most = whole(
            "approval.favourites", typed.own.get("approval.favourites", ""), least=1, most=MOST_DOUBLED
        )
        missing = Fault(field="approval.favourites", code="missing-number")
        return {"favourites": missing if most is None else most}
    if kind == "boost":
        chosen = typed.own.get("approval.group", "")
        if chosen not in {f"{dimension}={name}" for dimension, name in groups}:
            return {"boost": Fault(field="approval.group", code="choose-a-group")}
        return {f"boost:{chosen}": 1}
    return {} if kind == "none" else {"favourites": Fault(field="approval.double", code="not-a-choice")}


def _basket_costs(typed: TypedBallot) -> dict[str, int | Fault | None]:
    most, least = (
        read_pence(name, typed.own[name]) if typed.own.get(name, "").strip() else None
        for name in ("basket.max_cost", "basket.min_cost")
    )
    if isinstance(most, int) and isinstance(least, int) and least > most:
        least = Fault(field="basket.min_cost", code="more-than-most-money", facts={"most_pence": most})
    return {"max_cost": most, "min_cost": least}


def _rule_for(round_: Round, spec: BallotSpec) -> RuleChoice:
    params = dict(round_.rule.params)
    if measures_of(spec) != measures_of(round_.spec) and "measure" in params:
        params["measure"] = measures_of(spec)[0]
    try:
        BALLOT_TYPES[spec.type].check_spec(spec)
        read = read_params(round_.rule.id, params, spec)
    except TallyInvalid as error:
        raise Refusal.field("ballot_type", "rule-does-not-fit") from error
    if has_doubles(spec) and not counts_doubles(read.texts):
        raise Refusal.field("approval.double", "rule-ignores-doubles")
    return replace(round_.rule, params=params)


def _age(typed: TypedBallot) -> int | Fault | None:
    if typed.age == "none":
        return None
    if typed.age in map(str, AGES):
        return int(typed.age)
    if typed.age != "other":
        return Fault(field="age", code="not-a-choice")
    age = whole("other_age", typed.other_age, least=LEAST_AGE, most=MOST_AGE)
    return Fault(field="other_age", code="missing-number") if age is None else age
