"""Strict reading of JSON from strangers: whole numbers only, bounded, canonical, of a stated shape.

It knows nothing of rounds or ballots; what a file must hold is written down in `formats`.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

MAX_DIGITS = 18
HEX_64 = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True, slots=True)
class Maybe:
    """A value of that shape, or null."""

    shape: Any


@dataclass(frozen=True, slots=True)
class Each:
    """An object with any keys, every value of that shape."""

    shape: Any


class Digest:
    """64 hexadecimal digits, lower case."""


class Count:
    """A whole number, not below zero."""


class UnreadableError(Exception):
    """The bytes are no acceptable JSON; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def canonical(value: Any) -> bytes:
    """The one byte string of a value: sorted keys, no spaces, UTF-8."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def _whole(text: str) -> int:
    if len(text.lstrip("-")) > MAX_DIGITS:
        raise UnreadableError("json-number-too-large")
    return int(text)


def _no_fraction(text: str) -> Any:
    raise UnreadableError("json-number-not-whole")


def read_json(raw: bytes) -> Any:
    """The value that `raw` states. Raises UnreadableError where it is not plain JSON of whole numbers."""
    try:
        value = json.loads(
            raw.decode("utf-8"), parse_int=_whole, parse_float=_no_fraction, parse_constant=_no_fraction
        )
        canonical(value)  # half a surrogate pair can be read, but never written again
    except UnicodeError:
        raise UnreadableError("not-utf8") from None
    except RecursionError:
        raise UnreadableError("json-too-deep") from None
    except ValueError:
        raise UnreadableError("json-invalid") from None
    return value


def is_canonical(raw: bytes, value: Any) -> bool:
    """Whether `raw` is exactly how this value is written."""
    return canonical(value) == raw


def misfits(value: Any, shape: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every place where `value` has not its shape, with what was wanted: (`pots[0].budget`, `count`)."""
    if isinstance(shape, Maybe):
        if value is not None:
            yield from misfits(value, shape.shape, place)
    elif isinstance(shape, dict | Each):
        yield from _misfits_of_object(value, shape, place)
    elif isinstance(shape, list):
        if not isinstance(value, list):
            yield place, "list"
            return
        for index, item in enumerate(value):
            yield from misfits(item, shape[0], f"{place}[{index}]")
    elif not _fits_plain(value, shape):
        yield place, PLAIN[shape]


def _misfits_of_object(value: Any, shape: dict[str, Any] | Each, place: str) -> Iterator[tuple[str, str]]:
    if not isinstance(value, dict):
        yield place, "object"
        return
    wanted = dict.fromkeys(value, shape.shape) if isinstance(shape, Each) else shape
    for key, inner in wanted.items():
        where = f"{place}.{key}" if place else str(key)
        if key in value:
            yield from misfits(value[key], inner, where)
        else:
            yield where, "present"


PLAIN = {
    str: "text",
    int: "whole-number",
    Count: "count",
    bool: "true-or-false",
    Digest: "digest",
    object: "value",
}


def _fits_plain(value: Any, shape: Any) -> bool:
    if shape is bool:
        return isinstance(value, bool)
    if shape is str:
        return isinstance(value, str)
    if shape is Digest:
        return isinstance(value, str) and HEX_64.match(value) is not None
    if shape is object:
        return True
    return isinstance(value, int) and not isinstance(value, bool) and (shape is int or value >= 0)
