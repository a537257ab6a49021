"""Rule parameters: texts in, checked values out, and the texts in full for the record.

Must not know a rule: each rule asks the reader for what it takes, and what is left over is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from urllib.parse import unquote

from pb.tally.faults import ParamInvalid
from pb.tally.model import BallotSpec
from pb.tally.ties import read_keys

_WHOLE = re.compile(r"[0-9]{1,18}\Z")
_SHARE = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?)%\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Minimum:
    """The least a project must have to win: a number of `measure`, or a share of the ballots."""

    measure: str
    number: int | None
    share: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupBound:
    """A bound on one group: an amount of money (minor units), or a number of projects where `counted`."""

    dimension: str
    group: str
    limit: int
    counted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """What most rules share: ties and the constraints on who may win."""

    ties: tuple[str, ...] = ("votes", "cost", "lot")
    minimum: Minimum | None = None
    conflicts: tuple[tuple[str, ...], ...] = ()
    needs: tuple[tuple[str, str], ...] = ()
    group_max: tuple[GroupBound, ...] = ()
    group_min: tuple[GroupBound, ...] = ()
    reserved: tuple[str, ...] = ()


class Reader:
    """Reads parameters one by one; `texts` grows into the full set of parameters as used."""

    def __init__(self, params: Mapping[str, str], spec: BallotSpec) -> None:
        self.spec = spec
        self.texts: dict[str, str] = {}
        self._params = dict(params)

    def text(self, name: str, default: str) -> str:
        """The text of a parameter, or its default; an empty default is kept out of the record."""
        text = self._params.pop(name, default).strip()
        if text:
            self.texts[name] = text
        return text

    def choice(self, name: str, allowed: Sequence[str], default: str) -> str:
        """One of the allowed words. Raises ParamInvalid."""
        text = self.text(name, default)
        if text not in allowed:
            raise ParamInvalid(name, "not-one-of", given=text, allowed=tuple(allowed))
        return text

    def whole(self, name: str, default: str, least: int = 0) -> int:
        """A whole number. Raises ParamInvalid."""
        text = self.text(name, default)
        if not _WHOLE.match(text) or int(text) < least:
            raise ParamInvalid(name, "not-a-whole-number", given=text, least=least)
        return int(text)

    def share(self, name: str, default: str) -> Fraction:
        """A percentage from 0% to 100%. Raises ParamInvalid."""
        return read_share(name, self.text(name, default))

    def refuse(self, *names: str) -> None:
        """Refuse parameters that make no sense with a rule. Raises ParamInvalid."""
        for name in names:
            if self._params.get(name, "").strip():
                raise ParamInvalid(name, "not-with-this-rule")

    def common(self, *, measure: str, group_min: bool = False) -> Common:
        """The parameters most rules share. `measure` is what a bare `minimum` counts. Raises ParamInvalid."""
        ties = read_keys(self.text("ties", "votes,cost,lot"))
        bounds = read_bounds("group_min", self.text("group_min", ""))
        if bounds and not group_min:
            raise ParamInvalid("group_min", "not-with-this-rule")
        return Common(
            ties=ties,
            minimum=_minimum(self.text("minimum", ""), measure),
            conflicts=_conflicts(self.text("conflicts", "")),
            needs=_needs(self.text("needs", "")),
            group_max=read_bounds("group_max", self.text("group_max", "")),
            group_min=bounds,
            reserved=tuple(_ids("reserved", self.text("reserved", ""))),
        )

    def finish(self) -> None:
        """Refuse parameters nobody asked for. Raises ParamInvalid."""
        for name in sorted(self._params):
            raise ParamInvalid(name, "unknown-param", known=tuple(sorted(self.texts)))


def read_share(name: str, text: str) -> Fraction:
    """Read `80%` as 4/5. Raises ParamInvalid."""
    found = _SHARE.match(text)
    if not found or Fraction(found[1]) > 100:
        raise ParamInvalid(name, "not-a-share", given=text)
    return Fraction(found[1]) / 100


def _minimum(text: str, measure: str) -> Minimum | None:
    if not text:
        return None
    if text.endswith("%"):
        return Minimum(measure="votes", number=None, share=read_share("minimum", text))
    head, colon, number = text.rpartition(":")
    if not _WHOLE.match(number):
        raise ParamInvalid("minimum", "not-a-whole-number", given=text, least=0)
    if colon and head not in ("votes", "points", "sum", "mean", "borda", "first"):
        raise ParamInvalid("minimum", "unknown-measure", given=head)
    return Minimum(measure=head or measure, number=int(number), share=None)


def _ids(name: str, text: str) -> list[str]:
    """Project ids split at |, each percent-decoded so that an id may hold any sign."""
    ids = [unquote(part.strip()) for part in text.split("|")] if text else []
    if any(not one for one in ids) or len(set(ids)) != len(ids):
        raise ParamInvalid(name, "bad-list-of-projects", given=text)
    return ids


def _conflicts(text: str) -> tuple[tuple[str, ...], ...]:
    sets = [tuple(_ids("conflicts", part)) for part in text.split(";")] if text else []
    if any(len(one) < 2 for one in sets):
        raise ParamInvalid("conflicts", "conflict-needs-two", given=text)
    return tuple(sets)


def _needs(text: str) -> tuple[tuple[str, str], ...]:
    pairs: list[tuple[str, str]] = []
    for part in text.split(";") if text else ():
        one, arrow, other = part.partition(">")
        if not arrow or not one.strip() or not other.strip() or ">" in other:
            raise ParamInvalid("needs", "bad-need", given=part)
        pairs.append((unquote(one.strip()), unquote(other.strip())))
    if any(one == other for one, other in pairs):
        raise ParamInvalid("needs", "needs-itself", given=text)
    return tuple(pairs)


def read_bounds(name: str, text: str) -> tuple[GroupBound, ...]:
    """Read `ward=North:50000;size=large:#1`: an amount in minor units, or a number after #."""
    bounds: list[GroupBound] = []
    for part in text.split(";") if text else ():
        group, colon, limit = part.rpartition(":")
        dimension, equals, label = group.partition("=")
        number = limit.strip().removeprefix("#")
        if not (colon and equals and _WHOLE.match(number)):
            raise ParamInvalid(name, "bad-group-bound", given=part)
        bounds.append(
            GroupBound(
                dimension=unquote(dimension.strip()),
                group=unquote(label.strip()),
                limit=int(number),
                counted=limit.strip().startswith("#"),
            )
        )
    return tuple(bounds)
