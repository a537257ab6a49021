"""The limits a Pabulib file states, as limits of a ballot type; a limit its own ballots break is let go.

Must not turn a real ballot away: the organisers accepted every ballot in the file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np

from pb.tally.ballots import BALLOT_TYPES
from pb.tally.columns import Columns
from pb.tally.model import BallotSpec, Contest

_NUMBER = re.compile(r"([0-9]{1,18})(?:[.,]([0-9]{1,6}))?\Z")
_COUNTS = {"min_length": "min_count", "max_length": "max_count"}
_NAMES: dict[str, dict[str, str]] = {
    "approval": _COUNTS,
    "ranking": _COUNTS,
    "points": _COUNTS
    | {
        "min_sum_points": "min_total",
        "max_sum_points": "max_total",
        "max_points": "max_mark",
        "min_points": "min_mark",
    },
    "score": _COUNTS,
}
Remark = tuple[str, Mapping[str, int | str]]


def fitting_limits(
    contest: Contest, columns: Columns, meta: Mapping[str, str], unit: int
) -> tuple[BallotSpec, tuple[Remark, ...]]:
    """The ballot spec every ballot of the file keeps, and a remark for each stated limit they do not."""
    kind = contest.spec.type
    limits: dict[str, int] = _score_range(columns, meta) if kind == "score" else {}
    kept, remarks = _kept(contest, columns, kind, limits, _stated(kind, meta))
    for key, before in (("max_sum_cost", "approval"), ("min_sum_cost", "basket")):
        value = _whole(meta.get(key, ""), unit)
        if value is None or kind != before:
            continue
        one = {key.replace("_sum", ""): value}
        broken = _broken(contest, columns, "basket", kept | one)
        if broken:
            remarks += (("limit-not-kept", {"limit": key, "value": value, "ballots": broken}),)
        else:
            kind, kept = "basket", kept | one
    return BallotSpec(type=kind, limits=kept), remarks


def _stated(kind: str, meta: Mapping[str, str]) -> dict[str, int]:
    """The limits stated, by their name in the file."""
    values = {key: _whole(meta.get(key, ""), 1) for key in _NAMES[kind]}
    return {key: value for key, value in values.items() if value is not None}


def _kept(
    contest: Contest, columns: Columns, kind: str, limits: Mapping[str, int], stated: Mapping[str, int]
) -> tuple[dict[str, int], tuple[Remark, ...]]:
    """The limits with all stated ones where every ballot keeps them; else with those kept, one by one."""
    kept = dict(limits)
    whole = kept | {_NAMES[kind][key]: value for key, value in stated.items()}
    if not stated or not _broken(contest, columns, kind, whole):
        return whole, ()
    remarks: list[Remark] = []
    for key, value in stated.items():
        one = {_NAMES[kind][key]: value}
        broken = _broken(contest, columns, kind, kept | one)
        if broken:
            remarks.append(("limit-not-kept", {"limit": key, "value": value, "ballots": broken}))
        else:
            kept |= one
    return kept, tuple(remarks)


def _broken(contest: Contest, columns: Columns, kind: str, limits: Mapping[str, int]) -> int:
    """How many ballots break these limits."""
    spec = BallotSpec(type=kind, limits=limits)
    valid = BALLOT_TYPES[kind].valid(columns, spec, contest.projects, contest.budget)
    return int(columns.weight[~valid].sum())


def _score_range(columns: Columns, meta: Mapping[str, str]) -> dict[str, int]:
    """From the lowest to the highest score stated, widened to those given."""
    given = columns.mark if len(columns.mark) else np.zeros(1, dtype=np.int64)
    low = min(_score(meta.get("min_points", ""), 0), int(given.min()))
    high = max(_score(meta.get("max_points", ""), 1), int(given.max()), low + 1)
    return {"lowest": low, "highest": high}


def _score(text: str, otherwise: int) -> int:
    """A score stated, which may be below nothing."""
    size = _whole(text.strip().removeprefix("-"), 1)
    if size is None:
        return otherwise
    return -size if text.strip().startswith("-") else size


def _whole(text: str, unit: int) -> int | None:
    found = _NUMBER.match(text.strip())
    if not found:
        return None
    places = (found[2] or "").rstrip("0")
    if 10 ** len(places) > unit:
        return None
    return int(found[1]) * unit + int((places or "0").ljust(len(str(unit)) - 1, "0") or "0")
