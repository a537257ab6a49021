"""Checks on the counts: lawful ballots, the contest's digest, results and log agree with each other.

It counts nothing again: that is for `recount`.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

from pb.verifier.ballots import BALLOT_TYPES, ballot_fault, scores_of
from pb.verifier.checks.log import last_counts
from pb.verifier.contest import Contest, Project
from pb.verifier.record import Problem, Record, count_file, problem
from pb.verifier.shapes import canonical


def contests(record: Record) -> Iterator[tuple[dict[str, Any], Contest]]:
    """Each pot whose ballots are known with its contest, made from round, proposals and ballots."""
    round_, proposals = record.round, record.proposals
    for pot in round_["pots"]:
        if pot["id"] in record.unknown:
            continue
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
    return tuple((kind, value) for kind, value in proposal["groups"])


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


def blind_of(record: Record, pot_id: str) -> str:
    """What blinds the digests of a withheld pot: only whoever has all its openings can make it."""
    nonces = [one["nonce"] for one in record.openings if pot_id in one["body"]["payload"]]
    seed = b"\x04" + pot_id.encode() + b"\0" + bytes.fromhex("".join(sorted(nonces)))
    return hashlib.sha256(seed).hexdigest()


def blinded(digest: str, blind: str) -> str:
    """A digest as it is published where the ballots are not: SHA-256 over what blinds it and the digest."""
    return hashlib.sha256(bytes.fromhex(blind) + bytes.fromhex(digest)).hexdigest()


def outcome_digest(record: Record, pot_id: str) -> str | None:
    """The digest of a pot's outcome as it is published; None where only auditors can make it."""
    if pot_id in record.hidden & record.unknown:
        return None
    found = hashlib.sha256(canonical(record.count(pot_id)["outcome"])).hexdigest()
    return blinded(found, blind_of(record, pot_id)) if pot_id in record.hidden else found


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
        if pot["id"] in record.withheld:
            found = blinded(found, blind_of(record, pot["id"]))
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
            "outcome_digest": outcome_digest(record, pot["id"]),
            "rule": outcome["rule"],
            "version": outcome["version"],
            "seed_digest": None if seed is None else hashlib.sha256(bytes.fromhex(seed)).hexdigest(),
        }
        yield from _whole(record, pot["id"])
        made = wanted["outcome_digest"]
        for key, value in wanted.items():
            unknown = key == "outcome_digest" and made is None
            if pot["id"] in entries and not unknown and entries[pot["id"]][key] != value:
                yield problem("count-log", file=name, field=key)
        for event in record.events_of("outcome_published"):
            said = event["payload"].get("outcomes")
            if made is not None and isinstance(said, dict) and said.get(pot["id"]) != made:
                yield problem("published-other", file="events.jsonl", line=event["seq"], pot=pot["id"])


def _whole(record: Record, pot_id: str) -> Iterator[Problem]:
    """What is published of a hidden count is part of the whole one that auditors have."""
    if pot_id not in record.hidden or record.count(pot_id) is record.public_count(pot_id):
        return
    whole, shown = record.count(pot_id), record.public_count(pot_id)
    ours, theirs = whole["outcome"], shown["outcome"]
    alike = all(whole[key] == shown[key] for key in ("pot_id", "contest_digest", "seed"))
    alike &= all(ours[key] == theirs[key] for key in ("rule", "version", "params", "budget", "cost"))
    if not alike or sorted(ours["selected"]) != sorted(theirs["selected"]):
        yield problem("hidden-differs", file=count_file(pot_id))


def within_budget(record: Record) -> Iterator[Problem]:
    """No pot pays out more than it holds (seats ask for no money); the stated cost is that of the winners."""
    costs = {name: proposal["cost"] or 0 for name, proposal in record.proposals.items()}
    rule = record.round["rule"]
    by_seats = rule["id"] == "seats" or rule["params"].get("fit") == "seats"
    for pot in record.round["pots"]:
        outcome, name = record.count(pot["id"])["outcome"], count_file(pot["id"])
        if outcome["cost"] > pot["budget"] and not by_seats:
            yield problem("over-budget", file=name, cost=outcome["cost"], budget=pot["budget"])
        whole = sum(costs.get(winner, 0) for winner in outcome["selected"])
        # With `part` the last project may have got what was left, which is no whole cost.
        if whole > outcome["cost"] or (whole < outcome["cost"] and rule["params"].get("fit") != "part"):
            yield problem("cost-sum", file=name, stated=outcome["cost"], found=whole)


def results(record: Record) -> Iterator[Problem]:
    """The published results are the counts': winners in order, cost, money left, votes for every project."""
    stated = record.json("results.json")["pots"]
    if [entry["pot_id"] for entry in stated] != [pot["id"] for pot in record.round["pots"]]:
        yield problem("results-pots", file="results.json")
        return
    votes = {
        pot["id"]: {name: int(score["votes"]) for name, score in scores_of(contest).items()}
        for pot, contest in contests(record)
    }
    for entry, pot in zip(stated, record.round["pots"], strict=True):
        outcome = record.public_count(pot["id"])["outcome"]
        wanted = {
            "selected": outcome["selected"],
            "cost": outcome["cost"],
            "left": pot["budget"] - outcome["cost"],
        }
        if pot["id"] in votes and pot["id"] not in record.hidden:
            wanted["votes"] = votes[pot["id"]]
        for key, value in wanted.items():
            if entry[key] != value:
                yield problem("results-differ", file="results.json", pot=pot["id"], figure=key)
