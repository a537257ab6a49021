"""Checks on the counts: lawful ballots, the contest's digest, a recount by our own rules, results and log.

It uses nothing the platform computed but to compare with it.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

from pb.verifier.ballots import BALLOT_TYPES, ballot_fault, scores_of
from pb.verifier.checks.log import last_counts
from pb.verifier.contest import Contest, Count, Project, UncountableError
from pb.verifier.record import Problem, Record, count_file, problem
from pb.verifier.rules import REFERENCE_RULES
from pb.verifier.shapes import canonical


def contests(record: Record) -> Iterator[tuple[dict[str, Any], Contest]]:
    """Each pot with its contest, made from round, proposals and ballots."""
    round_, proposals = record.round, record.proposals
    for pot in round_["pots"]:
        projects = [proposals[name] for name in pot["projects"] if name in proposals]
        yield (
            pot,
            Contest(
                budget=pot["budget"],
                projects=tuple(
                    Project(id=one["id"], cost=one["cost"] or 0, groups=_groups(one)) for one in projects
                ),
                ballot_type=round_["ballot"]["type"],
                limits=round_["ballot"]["limits"],
                ballots=tuple(sorted(record.ballots(pot["id"]).items())),
                seats=pot.get("seats"),
            ),
        )


def _groups(proposal: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((kind, value) for kind, value in proposal.get("groups") or [])


def contest_digest(contest: Contest) -> str:
    """The SHA-256 of the contest as it is written down for the log."""
    written = {
        "budget": contest.budget,
        "ballot": {"type": contest.ballot_type, "limits": dict(contest.limits)},
        "projects": [
            {"id": one.id, "cost": one.cost, "groups": [list(group) for group in one.groups]}
            for one in contest.projects
        ],
        "ballots": [[[list(mark) for mark in marks], weight] for marks, weight in contest.ballots],
    }
    if contest.seats is not None:
        written["seats"] = contest.seats
    return hashlib.sha256(canonical(written)).hexdigest()


def lawful(record: Record) -> Iterator[Problem]:
    """Each counted ballot keeps to the limits of the round."""
    kind = record.round["ballot"]["type"]
    if kind not in BALLOT_TYPES:
        yield problem("ballot-type", file="round.json", type=kind)
        return
    faults: dict[tuple[str, Any], str] = {}
    for pot, contest in contests(record):
        for marks, _ in contest.ballots:
            fault = ballot_fault(contest, marks)
            if fault:
                faults[pot["id"], marks] = fault
    for number, row in enumerate(record.rows, 2):
        if row in faults:
            yield problem("ballot-" + faults[row], file="ballots.csv", line=number)


def digests(record: Record) -> Iterator[Problem]:
    """The contest made from the published ballots and projects is the one that was counted."""
    for pot, contest in contests(record):
        found = contest_digest(contest)
        if record.count(pot["id"])["contest_digest"] != found:
            yield problem("contest-digest", file=count_file(pot["id"]), found=found)


def logged(record: Record) -> Iterator[Problem]:
    """What the log says of each count is what the count's file says."""
    entries = last_counts(record)
    for pot in record.round["pots"]:
        name, count = count_file(pot["id"]), record.count(pot["id"])
        outcome, seed = count["outcome"], count["seed"]
        if count["pot_id"] != pot["id"]:
            yield problem("count-pot", file=name, found=count["pot_id"])
        wanted = {
            "contest_digest": count["contest_digest"],
            "outcome_digest": hashlib.sha256(canonical(outcome)).hexdigest(),
            "rule": outcome["rule"],
            "version": outcome["version"],
            "seed_digest": None if seed is None else hashlib.sha256(bytes.fromhex(seed)).hexdigest(),
        }
        for key, value in wanted.items():
            if pot["id"] in entries and entries[pot["id"]][key] != value:
                yield problem("count-log", file=name, field=key)


def recount(record: Record) -> Iterator[Problem]:
    """Every pot, counted again here, has the same winners, cost and ties as the record says."""
    rule = record.round["rule"]
    if rule["id"] not in REFERENCE_RULES:
        yield problem("rule-unknown", file="round.json", rule=rule["id"])
        return
    if record.round["ballot"]["type"] not in BALLOT_TYPES:
        yield problem("ballot-type", file="round.json", type=record.round["ballot"]["type"])
        return
    for pot, contest in contests(record):
        name = count_file(pot["id"])
        seed = record.round["seed"]["seed"]
        try:
            ours = REFERENCE_RULES[rule["id"]](contest, rule["params"], bytes.fromhex(seed) if seed else None)
        except UncountableError as uncountable:
            yield problem("rule-setting", file="round.json", setting=uncountable.what)
            return
        yield from _compare(name, rule, contest, ours, record.count(pot["id"])["outcome"])


def _compare(
    name: str, rule: dict[str, Any], contest: Contest, ours: Count, outcome: dict[str, Any]
) -> Iterator[Problem]:
    if outcome["rule"] != rule["id"]:
        yield problem("recount-rule", file=name, found=outcome["rule"], wanted=rule["id"])
    for key, value in sorted(rule["params"].items()):
        if outcome["params"].get(key) != value:
            yield problem("recount-setting", file=name, setting=key)
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
    if not _same_ties(ours, outcome["ties"]):
        yield problem("recount-ties", file=name, found=[tie.chosen for tie in ours.ties])


def _same_ties(ours: Count, stated: list[Any]) -> bool:
    try:
        theirs = {(tuple(sorted(tie["tied"])), tie["chosen"], tie["key"]) for tie in stated}
    except (TypeError, KeyError):
        return False
    return theirs == {(tie.tied, tie.chosen, tie.key) for tie in ours.ties}


def within_budget(record: Record) -> Iterator[Problem]:
    """No pot pays out more than it holds, by the record's own figures and by the proposals' costs."""
    costs = {name: proposal["cost"] or 0 for name, proposal in record.proposals.items()}
    for pot in record.round["pots"]:
        outcome = record.count(pot["id"])["outcome"]
        if outcome["cost"] > pot["budget"]:
            yield problem(
                "over-budget", file=count_file(pot["id"]), cost=outcome["cost"], budget=pot["budget"]
            )
        part = record.round["rule"]["params"].get("fit") == "part"
        whole = sum(costs.get(name, 0) for name in outcome["selected"])
        if whole != outcome["cost"] and not part:
            yield problem("cost-sum", file=count_file(pot["id"]), stated=outcome["cost"], found=whole)


def results(record: Record) -> Iterator[Problem]:
    """The published results are the counts': winners in order, cost, money left, votes for every project."""
    stated = record.json("results.json")["pots"]
    if [entry["pot_id"] for entry in stated] != [pot["id"] for pot in record.round["pots"]]:
        yield problem("results-pots", file="results.json")
        return
    for entry, (pot, contest) in zip(stated, contests(record), strict=True):
        outcome = record.count(pot["id"])["outcome"]
        votes = {name: int(score["votes"]) for name, score in scores_of(contest).items()}
        wanted = {
            "selected": outcome["selected"],
            "cost": outcome["cost"],
            "left": pot["budget"] - outcome["cost"],
            "votes": votes,
        }
        for key, value in wanted.items():
            if entry[key] != value:
                yield problem("results-differ", file="results.json", pot=pot["id"], figure=key)
