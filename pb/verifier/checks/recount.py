"""The recount: every pot counted again by this program's own rules, and compared with what the record says.

It uses nothing the platform computed but to compare with it.
"""

from collections.abc import Iterator
from typing import Any

from pb.verifier.ballots import BALLOT_TYPES, scores_of
from pb.verifier.checks.counts import contests
from pb.verifier.contest import Contest, Count, Tie, UncountableError
from pb.verifier.record import Problem, Record, count_file, problem
from pb.verifier.rules import REFERENCE_RULES, REFERENCE_VERSION
from pb.verifier.ties import TieBreaker, read_keys


def recount(record: Record) -> Iterator[Problem]:
    """Every pot, counted again here, has the same winners, cost and ties as the record says."""
    rule, kind = record.round["rule"], record.round["ballot"]["type"]
    if rule["id"] not in REFERENCE_RULES:
        yield problem("rule-unknown", file="round.json", rule=rule["id"])
        return
    if kind not in BALLOT_TYPES:
        yield problem("ballot-type", file="round.json", type=kind)
        return
    stated = record.round["seed"]["seed"]
    seed = bytes.fromhex(stated) if stated else None
    for pot, contest in contests(record):
        name, outcome = count_file(pot["id"]), record.count(pot["id"])["outcome"]
        if outcome["version"] != REFERENCE_VERSION:
            yield problem("rule-version", file=name, found=outcome["version"])
            continue
        try:
            ours = REFERENCE_RULES[rule["id"]](contest, rule["params"], seed)
        except UncountableError as uncountable:
            yield problem("rule-setting", file="round.json", setting=uncountable.what)
            return
        yield from _settings(name, rule, outcome)
        yield from _figures(name, contest, ours, outcome)
        breaker = TieBreaker(contest, read_keys(rule["params"]), scores_of(contest), seed)
        if not same_ties(ours, outcome["ties"], breaker):
            yield problem("recount-ties", file=name, found=[tie.chosen for tie in ours.ties])


def _settings(name: str, rule: dict[str, Any], outcome: dict[str, Any]) -> Iterator[Problem]:
    if outcome["rule"] != rule["id"]:
        yield problem("recount-rule", file=name, found=outcome["rule"], wanted=rule["id"])
    for key, value in sorted(rule["params"].items()):
        if outcome["params"].get(key) != value:
            yield problem("recount-setting", file=name, setting=key)


def _figures(name: str, contest: Contest, ours: Count, outcome: dict[str, Any]) -> Iterator[Problem]:
    if outcome["selected"] != list(ours.selected):
        yield problem("recount-winners", file=name, found=list(ours.selected), stated=outcome["selected"])
    figures = {
        "budget": contest.budget,
        "cost": ours.cost,
        "ballots": contest.ballot_count,
        "distinct": len(contest.ballots),
    }
    for key, value in figures.items():
        if outcome[key] != value:
            yield problem("recount-figure", file=name, figure=key, stated=outcome[key], found=value)


def same_ties(ours: Count, stated: list[Any], breaker: TieBreaker) -> bool:
    """Whether every tie found here is stated, alone or within a larger true one, and nothing untrue is."""
    try:
        theirs = {Tie(tuple(sorted(tie["tied"])), tie["chosen"], tie["key"]) for tie in stated}
    except (TypeError, KeyError):
        return False
    found = set(ours.ties)
    others = theirs - found
    if not all(_true(tie, breaker) for tie in others):
        return False
    return all(any(set(tie.tied) <= set(other.tied) for other in others) for tie in found - theirs)


def _true(tie: Tie, breaker: TieBreaker) -> bool:
    """Whether these projects have equal votes, and the keys put that one first.

    A count may note a tie with a project that could no longer win: true, but it decides nothing.
    """
    known = [breaker.scores[name]["votes"] for name in tie.tied if name in breaker.scores]
    if len(known) < len(tie.tied) or len(tie.tied) < 2 or len(set(known)) > 1:
        return False
    try:
        breaker.first(tie.tied)
    except UncountableError:
        return False
    return breaker.noted[-1] == tie
