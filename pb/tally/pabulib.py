"""Pabulib files (.pb): reading one from bytes into a contest, and writing a contest as one.

Must not read part of a broken file: everything wrong is a FileInvalid with line, section and field.

Source: Stolicki, Szufa, Talmon (2020), "Pabulib: A Participatory Budgeting Library".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pb.tally.columns import Columns
from pb.tally.faults import FileInvalid
from pb.tally.model import LARGEST, BallotSpec, Contest, Project
from pb.tally.pabulib_limits import fitting_limits
from pb.tally.pabulib_rows import Table, check_text, split
from pb.tally.pabulib_votes import Votes, read_votes

_MONEY = re.compile(r"(-?)([0-9]+)(?:[.,]([0-9]+))?\Z")
_WHOLE = re.compile(r"[0-9]{1,12}\Z")
TYPES = {
    "approval": "approval",
    "choose-1": "approval",
    "ordinal": "ranking",
    "cumulative": "points",
    "scoring": "score",
}
GROUP_COLUMNS = ("category", "beneficiaries", "neighborhood", "subunit", "district", "exclusive")
_RENAMED = {"target": "beneficiaries"}
"""What columns were called in files written before April 2026."""
LONGEST_MONEY = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class PabulibFile:
    """A file as read. `unit` is how many minor units make one of the file's currency units.

    `recorded` holds what the file says of each project (selected: 0, 1, 2 or 3), where it says so; `remarks`
    are codes with facts of what was mended in reading (a project named twice in a ballot, a limit not kept).
    """

    contest: Contest
    columns: Columns
    unit: int
    meta: Mapping[str, str]
    names: Mapping[str, str]
    recorded: Mapping[str, int] | None
    remarks: tuple[tuple[str, Mapping[str, int | str]], ...]


def read_pabulib(data: bytes) -> PabulibFile:
    """Read a whole file. Raises FileInvalid."""
    check_text(data)
    meta_table, project_table, vote_lines = split(data)
    meta, lines = _meta(meta_table)
    kind = _kind(meta, lines, meta_table)
    money = [(_need(meta, "budget", meta_table), lines["budget"], "META", "budget")]
    cost_at = project_table.at("cost")
    money += [(row.fields[cost_at], row.line, "PROJECTS", "cost") for row in project_table.rows]
    unit, (budget, *costs) = _in_minor_units(money)
    ids = _ids(project_table)
    _check_number(meta, lines, "num_projects", len(ids), meta_table)
    votes = read_votes(vote_lines, kind, ids)
    _check_number(meta, lines, "num_votes", votes.rows, meta_table)
    projects = tuple(
        Project(id=name, cost=cost, groups=groups)
        for name, cost, groups in zip(ids, costs, _groups(project_table), strict=True)
    )
    loose = Contest(budget=budget, projects=projects, spec=BallotSpec(type=kind), profile=votes.profile)
    columns = votes.columns or Columns.of(loose)
    spec, remarks = fitting_limits(loose, columns, meta, unit)
    return PabulibFile(
        contest=Contest(budget=budget, projects=projects, spec=spec, profile=votes.profile),
        columns=columns,
        unit=unit,
        meta=meta,
        names=_names(project_table, ids),
        recorded=_recorded(project_table, ids),
        remarks=(*_repeated(votes), *remarks),
    )


def _repeated(votes: Votes) -> tuple[tuple[str, Mapping[str, int | str]], ...]:
    return (("project-named-twice", {"ballots": votes.repeated}),) if votes.repeated else ()


def _meta(table: Table) -> tuple[dict[str, str], dict[str, int]]:
    key, value = table.at("key"), table.at("value")
    meta: dict[str, str] = {}
    lines: dict[str, int] = {}
    for row in table.rows:
        name = row.fields[key].strip()
        if name in meta:
            raise FileInvalid("repeated-key", line=row.line, section="META", field=name)
        meta[name] = row.fields[value].strip()
        lines[name] = row.line
    return meta, lines


def _need(meta: Mapping[str, str], name: str, table: Table) -> str:
    if name not in meta:
        raise FileInvalid("missing-key", line=table.line, section="META", field=name)
    return meta[name]


def _kind(meta: Mapping[str, str], lines: Mapping[str, int], table: Table) -> str:
    given = _need(meta, "vote_type", table)
    if given not in TYPES:
        facts = {"given": given[:80], "known": tuple(TYPES)}
        raise FileInvalid(
            "unknown-vote-type", line=lines["vote_type"], section="META", field="vote_type", **facts
        )
    return TYPES[given]


def _check_number(
    meta: Mapping[str, str], lines: Mapping[str, int], name: str, has: int, table: Table
) -> None:
    """The number told in META must be the number of rows: this is how a file cut short is found."""
    told = _need(meta, name, table)
    if not _WHOLE.match(told):
        raise FileInvalid("not-a-whole-number", line=lines[name], section="META", field=name, given=told[:80])
    if int(told) != has:
        raise FileInvalid(
            "number-of-rows", line=lines[name], section="META", field=name, told=int(told), has=has
        )


_Place = tuple[str, int, str, str]
"""An amount as it stands in the file, with its line, section and field."""


def _in_minor_units(money: Sequence[_Place]) -> tuple[int, list[int]]:
    """The smallest unit in which all the amounts are whole, and the amounts in it."""
    amounts = [_money(*one) for one in money]
    finest = max(places for _, places in amounts)
    made = [digits * 10 ** (finest - places) for digits, places in amounts]
    for amount, (text, line, section, field) in zip(made, money, strict=True):
        if amount > LARGEST:
            raise FileInvalid("number-too-large", line=line, section=section, field=field, given=text[:80])
    return 10**finest, made


def _money(text: str, line: int, section: str, field: str) -> tuple[int, int]:
    """An exact amount: its digits as one whole number, and how many of them are decimal places."""
    found = _MONEY.match(text.strip())
    if not found:
        raise FileInvalid("not-a-number", line=line, section=section, field=field, given=text[:80])
    whole, places = found[2].lstrip("0"), (found[3] or "").rstrip("0")
    if len(whole) + len(places) > LONGEST_MONEY:
        raise FileInvalid("number-too-large", line=line, section=section, field=field, given=text[:80])
    digits = int(whole + places or "0")
    if found[1] and digits:
        raise FileInvalid(f"negative-{field}", line=line, section=section, field=field, given=text[:80])
    return digits, len(places)


def _ids(table: Table) -> list[str]:
    at = table.at("project_id")
    ids: list[str] = []
    seen: set[str] = set()
    for row in table.rows:
        name = row.fields[at].strip()
        if not name or "," in name:
            raise FileInvalid(
                "bad-project-id", line=row.line, section="PROJECTS", field="project_id", given=name
            )
        if name in seen:
            raise FileInvalid(
                "duplicate-project", line=row.line, section="PROJECTS", field="project_id", project=name
            )
        seen.add(name)
        ids.append(name)
    if not ids:
        raise FileInvalid("no-projects", line=table.line, section="PROJECTS", field="project_id")
    return ids


def _groups(table: Table) -> list[tuple[tuple[str, str], ...]]:
    """The groups of each project: the values of the columns that tell groups, as (column, value)."""
    called = [(_RENAMED.get(column, column), place) for place, column in enumerate(table.columns)]
    at = [(column, place) for column, place in called if column in GROUP_COLUMNS]
    made = []
    for row in table.rows:
        told = [(column, value.strip()) for column, place in at for value in row.fields[place].split(",")]
        made.append(tuple(sorted({pair for pair in told if pair[1]})))
    return made


def _names(table: Table, ids: Sequence[str]) -> dict[str, str]:
    if "name" not in table.columns:
        return {}
    at = table.at("name")
    return {name: row.fields[at].strip() for name, row in zip(ids, table.rows, strict=True)}


def _recorded(table: Table, ids: Sequence[str]) -> dict[str, int] | None:
    if "selected" not in table.columns:
        return None
    at = table.at("selected")
    recorded: dict[str, int] = {}
    for name, row in zip(ids, table.rows, strict=True):
        told = row.fields[at].strip()
        if told not in ("0", "1", "2", "3", ""):
            raise FileInvalid(
                "bad-selected", line=row.line, section="PROJECTS", field="selected", given=told[:80]
            )
        recorded[name] = int(told or 0)
    return recorded
