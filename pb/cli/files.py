"""The Pabulib files a command was given: paths and folders to bytes, and what to say of one that is no use.

Must not let an error of the file system through as a traceback.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pb.tally.faults import FileInvalid, ParamInvalid, TallyInvalid


class Unusable(Exception):
    """Input that cannot be used, with the sentence to say so."""


def find(given: Sequence[str]) -> list[Path]:
    """Every file named, and every .pb file in a folder named, in order. Raises Unusable."""
    found: list[Path] = []
    for name in given:
        path = Path(name)
        if path.is_dir():
            inside = sorted(path.glob("*.pb"))
            if not inside:
                raise Unusable(f"{name}: there is no .pb file in this folder.")
            found += inside
        else:
            found.append(path)
    return found


def read(path: Path) -> bytes:
    """The bytes of a file. Raises Unusable."""
    try:
        return path.read_bytes()
    except (OSError, ValueError) as fault:
        reason = os.strerror(fault.errno) if isinstance(fault, OSError) and fault.errno else str(fault)
        raise Unusable(f"{path}: cannot be read ({reason}).") from None


def several(parser: argparse.ArgumentParser) -> None:
    """The arguments of every command that takes many files."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="a .pb file, or a folder of them")
    parser.add_argument("--jobs", type=_number, help="how many files to work on at once")
    parser.add_argument("--output", metavar="FILE", help="write there, once everything is done")


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(f"expected a number of 1 or more, found '{text}'")
    return min(int(text), 64)


def rule_arguments(parser: argparse.ArgumentParser, usual: str) -> None:
    """The arguments of every command that counts by one rule."""
    parser.add_argument("--rule", default=usual, help=f"the rule's id, or as-declared; {usual} where absent")
    parser.add_argument("--param", action="append", default=[], metavar="NAME=VALUE", help="a parameter")
    parser.add_argument("--seed", help="the seed of the lots, in hexadecimal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How to count each file: the rule, its parameters in the file's own money, the seed of the lots."""

    rule: str
    params: dict[str, str]
    seed: bytes | None
    several: bool

    @classmethod
    def of(cls, given: argparse.Namespace, *, several: bool) -> Asked:
        """What the arguments of `rule_arguments` say. Raises Unusable."""
        try:
            seed = bytes.fromhex(given.seed) if given.seed else None
        except ValueError:
            raise Unusable(f"--seed {given.seed}: expected hexadecimal digits.") from None
        return cls(rule=given.rule, params=named_values(given.param), seed=seed, several=several)


def named_values(given: Sequence[str]) -> dict[str, str]:
    """Parameters given as NAME=VALUE. Raises Unusable."""
    params: dict[str, str] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise Unusable(f"--param {text}: expected name=value.")
        if name in params:
            raise Unusable(f"--param {name}: given twice.")
        params[name] = value
    return params


def line(text: str) -> bytes:
    """A text as a whole line. A sign in the name of a file that is no text is written as its number."""
    return (text + "\n").encode("utf-8", "backslashreplace")


def complaint(path: Path | None, fault: TallyInvalid) -> str:
    """One line that says what is wrong and where."""
    where = [str(path)] if path else []
    if isinstance(fault, FileInvalid):
        where.append(f"line {fault.line}")
        place = " ".join(part for part in (fault.section, fault.field) if part)
        where += [place] if place else []
    elif isinstance(fault, ParamInvalid):
        where.append(f"parameter {fault.name}")
    return f"{', '.join(where)}: {sentence(fault)}"


def sentence(fault: TallyInvalid) -> str:
    """The words for a code, with its facts; a code without words is shown with its facts."""
    words = _WORDS.get(fault.code)
    facts = {name: _shown(value) for name, value in fault.facts.items()}
    if words is None:
        return str(fault)
    try:
        return words.format(**facts)
    except KeyError:
        return str(fault)


def _shown(value: object) -> object:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else value


_WORDS = {
    "empty-file": "the file is empty.",
    "nul-byte": "there is a NUL byte here; a Pabulib file is plain text.",
    "not-utf8": "this is not UTF-8 text; save the file as UTF-8.",
    "bad-quoting": "the quotation marks do not pair up ({why}).",
    "no-section-yet": "the file must begin with the section META; found '{text}'.",
    "missing-section": "this section is missing.",
    "repeated-section": "this section stands in the file twice.",
    "missing-header": "the row with the names of the columns is missing.",
    "missing-column": "this column is missing.",
    "repeated-column": "this column is named twice.",
    "missing-key": "this entry is missing.",
    "repeated-key": "this entry stands in the section twice.",
    "wrong-number-of-fields": "expected {expected} fields, found {has}.",
    "unknown-vote-type": "'{given}' is no known type of ballot; known: {known}.",
    "not-a-number": "expected an amount such as 1500 or 1500.50, found '{given}'.",
    "not-a-whole-number": "expected a whole number, found '{given}'.",
    "number-too-large": "'{given}' is too large.",
    "number-of-rows": "the file says {told}, but has {has}; is it cut short?",
    "negative-cost": "a cost cannot be negative: '{given}'.",
    "negative-budget": "a budget cannot be negative: '{given}'.",
    "negative-points": "points cannot be negative here: '{given}'.",
    "duplicate-project": "the project '{project}' stands in the list twice.",
    "bad-project-id": "'{given}' cannot be the id of a project.",
    "no-projects": "there is no project in the list.",
    "bad-selected": "expected 0, 1, 2 or 3, found '{given}'.",
    "duplicate-voter": "the voter '{voter}' votes twice.",
    "unknown-project": "'{project}' is not in the list of projects.",
    "project-named-twice": "the ballot names the project '{project}' twice.",
    "points-do-not-match": "the ballot names {projects} projects but gives {points} numbers.",
    "unknown-rule": "there is no rule '{given}'; known: {known}.",
    "rule-not-declared": "the file states the rule '{stated}', which is not described; known: {known}.",
    "rule-not-for-ballot": "the rule {rule} does not count ballots of type {type}, only: {types}.",
    "not-one-of": "'{given}' is not one of: {allowed}.",
    "unknown-param": "this rule has no such parameter; it used: {known}.",
    "unknown-tie-key": "'{key}' is no way to break a tie; known: {known}.",
    "repeated-tie-key": "the same way to break a tie is named twice.",
    "ties-not-total": "the last way to break a tie must be one of: {last}, and only the last.",
    "lot-needs-seed": "drawing lots needs a seed (--seed, in hexadecimal).",
    "not-a-share": "expected a share such as 80%, found '{given}'.",
    "not-an-amount": "expected an amount, found '{given}'.",
    "amount-too-fine": "'{given}' is finer than the smallest amount of this file.",
    "unknown-measure": "'{given}' cannot be measured.",
    "measure-not-of-ballot": "ballots of type {type} do not give {measure}.",
    "comparison-needs-add-one": "a comparison follows completion=add-one or add-one-greedy only.",
    "not-with-this-rule": "this rule does not take this parameter.",
    "bad-group-bound": "expected dimension=group:amount or dimension=group:#number, found '{given}'.",
    "conflict-needs-two": "a conflict names two projects or more, as in A|B.",
    "bad-need": "expected B>A (B only if A), found '{given}'.",
    "needs-itself": "a project cannot need itself.",
    "bad-list-of-projects": "'{given}' is no list of different projects, as in A|B.",
    "reserved-against-terms": "the reserved project '{project}' leaves no room for the terms in {terms}.",
    "bad-floor": "expected project:amount, found '{given}'.",
    "invalid-ballot": "the contest holds a ballot its own limits refuse ({why}).",
    "no-money": "the budget is nothing, so there is nothing to count.",
    "no-groups-when-imported": "bounds on groups cannot be kept in a round that is brought in.",
    "no-lot-when-imported": "no lot can be drawn for a vote held elsewhere; end ties with list.",
    "needs-seats": "this rule needs a number of seats.",
    "no-pabulib-form": "a Pabulib file has no place for something in this contest.",
    "too-large-to-solve": "the contest is too large for this rule: an exact answer would take too long.",
    "sum-too-large": "the points add up to more than can be counted.",
}
