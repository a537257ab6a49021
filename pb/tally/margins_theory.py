"""What is known of the rules beforehand: where more support or a lower cost can only help, or nothing can.

Must not count: every statement here is a theorem about the rule, with its proof in a sentence. Where there is
no proof the answer is no, and the search says that its number may not be the closest.
"""

from __future__ import annotations

from fractions import Fraction

from pb.tally.model import Contest
from pb.tally.run import RuleParams
from pb.tally.trials import Trials, lone_mark

IN_ORDER = ("most-votes", "value-for-money")
"""Rules that go down one order of the projects and fund whatever fits."""


def by_seats(read: RuleParams) -> bool:
    """Whether winners are a number of projects, whatever they cost."""
    return read.rule == "seats" or read.texts.get("fit") == "seats"


def more_ballots_help(contest: Contest, read: RuleParams) -> bool:
    """Whether a project that wins also wins with more ballots naming it alone.

    In an order of projects: those ballots move only this project up, and what was decided before its turn
    does not depend on it, so that more money, more of every group and more seats are left at an earlier turn.
    Phragmen: the others buy as before, and this project is due earlier. Best total: every set with the
    project gains alike, and no other set does. A minimum that is a share of the ballots grows with them and
    may bar others; a project that needs another is refused by seats where it comes first: there it is no.
    """
    common = read.values.common
    if common.minimum is not None and common.minimum.share is not None:
        return False
    if contest.spec.type == "score" and lone_mark(contest.spec) <= 0:
        return False
    if read.rule == "seats":
        return bool(not common.needs)
    return read.rule in (*IN_ORDER, "phragmen", "best-total")


def lower_cost_helps(contest: Contest, read: RuleParams) -> bool:
    """Whether a project that wins also wins at any lower cost.

    In an order, and with phragmen, its turn comes no later and it needs less. With equal shares that are not
    raised the others buy as before until it is bought, and at each of their purchases the costs at which it
    would have gone first are those up to some cost: what its supporters pay at a given price for each unit of
    utility grows no faster than in proportion to the cost. The same holds rank by rank for expanding
    approvals. Best total by number or points: the sets with it become cheaper and stay worth the same. Where
    the dearer of two wins a tie, it is no.
    """
    common = read.values.common
    if "cost-high" in common.ties or (common.needs and by_seats(read)):
        return False
    if read.rule == "value-for-money":
        return contest.spec.type != "score" or contest.spec.limits.get("lowest", 0) >= 0
    if read.rule == "best-total":
        return read.texts["utility"] in ("count", "points")
    if read.rule == "equal-shares":
        return read.texts["completion"] in ("none", "greedy")
    return read.rule in ("most-votes", "seats", "majority-judgment", "phragmen", "expanding-approvals")


def never(contest: Contest, read: RuleParams, project: int) -> bool:
    """Whether no number of ballots can help: it costs more than the whole pot."""
    return contest.projects[project].cost > contest.budget and not by_seats(read)


def fewest_more(trials: Trials, project: int) -> int:
    """A number of new ballots naming it alone below which the project certainly does not win: at least 1.

    Equal shares that are neither raised nor filled up: v + k supporters hold (v + k) x budget / (n + k)
    together at most, and that is the cost only for k >= (cost x n - v x budget) / (budget - cost).
    Worked: 14 voters, pot 100, cost 50, 5 supporters: k >= (700 - 500) / 50 = 4.
    """
    contest, read = trials.contest, trials.read
    one = contest.projects[project]
    if read.rule != "equal-shares" or read.texts["completion"] != "none" or one.cost >= contest.budget:
        return 1
    voters = int(trials.scores[one.id]["votes"])
    missing = one.cost * contest.profile.ballots - voters * contest.budget
    return max(1, -(-missing // (contest.budget - one.cost)))


def leads(trials: Trials, project: int, extra: int) -> bool:
    """Whether, with so many more ballots for it alone, it is certainly ahead of every other project.

    Where more ballots help and it does not win even then, no number of ballots makes it win.
    """
    contest, read = trials.contest, trials.read
    one = contest.projects[project]
    minimum = read.values.common.minimum
    if minimum is not None and trials.scores[one.id][minimum.measure] + extra < (minimum.number or 0):
        return False
    others = [other for at, other in enumerate(contest.projects) if at != project]
    if read.rule == "phragmen":
        least = min((other.cost for other in others if other.cost), default=1)
        return one.cost * contest.profile.ballots < least * extra
    if read.rule == "best-total":
        return _outweighs(trials, project, extra)
    measure = read.texts["measure"]
    own = Fraction(trials.scores[one.id][measure])
    rivals = [Fraction(trials.scores[other.id][measure]) for other in others]
    best = max(rivals, default=Fraction(0))
    if measure == "mean":
        highest = lone_mark(contest.spec)
        return extra > (abs(best) + abs(own) + highest) * contest.profile.ballots**2 + 1
    gained = own + extra * (1 if measure in ("votes", "first") else max(1, _lone_gain(trials, project)))
    if read.rule == "value-for-money":
        return not one.cost or all(
            other.cost and gained * other.cost > trials.scores[other.id][measure] * one.cost
            for other in others
            if other.cost
        )
    return gained > best


def _lone_gain(trials: Trials, project: int) -> int:
    """What one more ballot naming it alone adds to its points, sum or Borda points: at least this much."""
    mark = lone_mark(trials.contest.spec)
    return mark if trials.contest.spec.type in ("points", "score") else 1


def _outweighs(trials: Trials, project: int, extra: int) -> bool:
    """Whether the new ballots alone are worth more than all other projects together."""
    contest, utility = trials.contest, trials.read.texts["utility"]
    yielded = trials.scores[contest.projects[project].id]
    marks = next((one for one in ("points", "sum", "borda") if one in yielded), "votes")
    measure = marks if utility.startswith("points") else "votes"
    by_cost = utility in ("cost", "points-cost")
    worth = [
        max(0, trials.scores[one.id][measure]) * (one.cost if by_cost else 1)
        for at, one in enumerate(contest.projects)
        if at != project
    ]
    return extra * (contest.projects[project].cost if by_cost else 1) > sum(worth)
