"""Contests and outcomes as JSON values, in one canonical byte form, with their digests.

Must not lose exactness: rationals become "p/q" strings and a float is refused.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from pb.tally.model import BallotSpec, Contest, Outcome, Profile, Project, Reason, Step, Tie


def plain(value: Any) -> Any:
    """Turn a fact into a JSON value: tuples to lists, rationals to "p/q" even where whole.

    Raises TypeError for a float or anything else that has no exact JSON form.
    """
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [plain(inner) for inner in value]
    raise TypeError(f"no exact JSON form for {type(value).__name__}")


def canonical(obj: Any) -> bytes:
    """The one byte form of a JSON value: sorted keys, no spaces, UTF-8, no floats."""
    text = json.dumps(plain(obj), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8")


def digest(obj: Any) -> str:
    """SHA-256 of the canonical form, in hexadecimal."""
    return hashlib.sha256(canonical(obj)).hexdigest()


def contest_record(contest: Contest) -> dict[str, Any]:
    """A contest as JSON values; ballots sorted by marks, so the record tells nothing of order or person."""
    seats = {} if contest.seats is None else {"seats": contest.seats}
    return seats | {
        "budget": contest.budget,
        "ballot": {"type": contest.spec.type, "limits": dict(contest.spec.limits)},
        "projects": [
            {"id": project.id, "cost": project.cost, "groups": plain(project.groups)}
            for project in contest.projects
        ],
        "ballots": [[plain(marks), weight] for marks, weight in sorted(contest.profile.items())],
    }


def read_contest(record: Mapping[str, Any]) -> Contest:
    """A contest out of the JSON values it was sealed as (`contest_record`)."""
    return Contest(
        budget=record["budget"],
        projects=tuple(
            Project(
                id=project["id"],
                cost=project["cost"],
                groups=tuple((kind, value) for kind, value in project["groups"]),
            )
            for project in record["projects"]
        ),
        spec=BallotSpec(type=record["ballot"]["type"], limits=record["ballot"]["limits"]),
        profile=Profile(
            weights={
                tuple((name, mark) for name, mark in marks): weight for marks, weight in record["ballots"]
            }
        ),
        seats=record.get("seats"),
    )


def outcome_record(outcome: Outcome) -> dict[str, Any]:
    """An outcome as JSON values."""
    return {
        "rule": outcome.rule,
        "version": outcome.version,
        "params": dict(outcome.params),
        "budget": outcome.budget,
        "cost": outcome.cost,
        "selected": list(outcome.selected),
        "steps": [_step(step) for step in outcome.steps],
        "reasons": {name: _reason(reason) for name, reason in outcome.reasons.items()},
        "ties": [_tie(tie) for tie in outcome.ties],
        "scores": plain(outcome.scores),
        "ballots": outcome.ballots,
        "distinct": outcome.distinct,
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "action": step.action,
        "project": step.project,
        "paid": step.paid,
        "left": step.left,
        "facts": plain(step.facts),
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {"code": reason.code, "facts": plain(reason.facts)}


def _tie(tie: Tie) -> dict[str, Any]:
    return {
        "step": tie.step,
        "tied": list(tie.tied),
        "chosen": tie.chosen,
        "key": tie.key,
        "matters": tie.matters,
    }
