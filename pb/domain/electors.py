"""Registers of people who may vote, as organisers bring them: read line by line, into what is compared.

It keeps nothing and hashes nothing; what it returns is in the clear and must not be stored.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pb.domain.files import UNKNOWN, FileFaults, find_area, name_wards, read_rows
from pb.domain.refusals import Fault, Refusal, refuse_faults
from pb.domain.rounds import Ward
from pb.domain.text import length_fault, one_line, read_email

# What a person may be asked to give, and the headings by which a file says it.
FIELDS = {
    "surname": re.compile(r"surname|last name|family name|cyfenw"),
    "first_name": re.compile(r"first name|forename|given name|enw cyntaf"),
    "postcode": re.compile(r"post ?code|cod post"),
    "number": re.compile(r"number|reference|ref|rhif|cyfeirnod"),
}
_EMAIL_COLUMN = re.compile(r"e-?mail(?: address)?|e-bost|cyfeiriad e-bost")
_WARD_COLUMN = re.compile(r"ward(?: name)?|enw.r ward")
FEWEST_FIELDS, MOST_PEOPLE, SOURCE_LENGTH = 2, 60_000, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Elector:
    """One person: the folded values of the fields asked for, an address to match by, and the area."""

    values: tuple[str, ...]
    email: str
    area: str


@dataclass(slots=True, kw_only=True)
class Register(FileFaults):
    people: dict[tuple[str, ...], Elector] = field(default_factory=dict)


def folded(text: str) -> str:
    """Typed text as registers are compared: letters and figures alone, no case, no accents."""
    decomposed = unicodedata.normalize("NFKD", one_line(text[:200]).casefold())
    return "".join(character for character in decomposed if character.isalnum())


def read_given(fields: Sequence[str], typed: Mapping[str, str]) -> tuple[str, ...]:
    """What somebody gave, folded. Raises Refusal INVALID with a fault for each field left empty."""
    values = tuple(folded(typed.get(name, "")) for name in fields)
    empty = [
        Fault(field=name, code="missing") for name, value in zip(fields, values, strict=True) if not value
    ]
    if empty:
        raise Refusal.invalid(empty)
    return values


def decide_register(fields: Sequence[str], source: str) -> tuple[str, ...]:
    """The fields people must give, in order. Raises Refusal INVALID on `fields` or `source`."""
    wanted = tuple(name for name in FIELDS if name in set(fields))
    faults = []
    if len(wanted) < FEWEST_FIELDS or len(wanted) != len(set(fields)):
        faults.append(Fault(field="fields", code="choose-two-fields"))
    refuse_faults(*faults, length_fault("source", source, most=SOURCE_LENGTH))
    return wanted


def read_register(content: bytes, fields: Sequence[str], wards: Sequence[Ward]) -> Register:
    """The people of a CSV file; two who are alike in all fields asked for are a fault, not one voter."""
    register = Register()
    rows = read_rows(content)
    _, header = next(rows, (1, []))
    columns = [one_line(name).casefold().replace("_", " ") for name in header]
    at = {name: _find(columns, FIELDS[name]) for name in fields}
    for name, place in at.items():
        if place is None:
            register.wrong(1, f"column-missing-{name}")
    ward_at, email_at = _find(columns, _WARD_COLUMN), _find(columns, _EMAIL_COLUMN)
    if register.faults:
        return register
    named = name_wards(wards, {})
    for line, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        values = tuple(folded(_cell(row, at[name])) for name in fields)
        area = find_area([_cell(row, ward_at)], named)
        email = read_email(_cell(row, email_at)) or ""
        _take(register, line, Elector(values=values, email=email, area=area))
    if not register.people and not register.faults:
        register.wrong(1, "no-people")
    return register


def _take(register: Register, line: int, person: Elector) -> None:
    if not all(person.values):
        register.wrong(line, "field-empty")
    elif person.area == UNKNOWN:
        register.wrong(line, "ward-unknown")
    elif person.values in register.people:
        register.wrong(line, "person-twice")
    elif len(register.people) >= MOST_PEOPLE:
        register.wrong(line, "too-many-people")
    else:
        register.people[person.values] = person


def _find(columns: Sequence[str], heading: re.Pattern[str]) -> int | None:
    return next((at for at, name in enumerate(columns) if heading.fullmatch(name)), None)


def _cell(row: Sequence[str], at: int | None) -> str:
    return row[at] if at is not None and at < len(row) else ""
