"""Strict JSON: whole numbers, bounded, canonical, of a stated shape; everything else named."""

import pytest

from pb.verifier.shapes import (
    Count,
    Digest,
    Each,
    Maybe,
    UnreadableError,
    canonical,
    is_canonical,
    misfits,
    read_json,
)

SHAPE = {"id": str, "pots": [{"budget": Count, "largest": Maybe(Count)}], "limits": Each(int), "root": Digest}
GOOD = {"id": "r", "pots": [{"budget": 5, "largest": None}], "limits": {"low": -1}, "root": "0" * 64}


def test_a_fitting_value_has_no_misfits() -> None:
    assert list(misfits({**GOOD, "more": [1]}, SHAPE)) == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"id": 7}, ("id", "text")),
        ({"pots": {}}, ("pots", "list")),
        ({"pots": [7]}, ("pots[0]", "object")),
        ({"pots": [{"budget": -1, "largest": 2}]}, ("pots[0].budget", "count")),
        ({"pots": [{"budget": True, "largest": 2}]}, ("pots[0].budget", "count")),
        ({"pots": [{"budget": 1}]}, ("pots[0].largest", "present")),
        ({"limits": {"low": "x"}}, ("limits.low", "whole-number")),
        ({"root": "A" * 64}, ("root", "digest")),
        ({"root": "0" * 64 + "\n"}, ("root", "digest")),
    ],
)
def test_a_misfit_is_placed_and_named(change: dict[str, object], found: tuple[str, str]) -> None:
    assert list(misfits({**GOOD, **change}, SHAPE)) == [found]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"\xff", "not-utf8"),
        (b'"\\ud800"', "not-utf8"),
        (b"{", "json-invalid"),
        (b"", "json-invalid"),
        (b"1.5", "json-number-not-whole"),
        (b"1e9", "json-number-not-whole"),
        (b"NaN", "json-number-not-whole"),
        (b"-Infinity", "json-number-not-whole"),
        (b"9" * 19, "json-number-too-large"),
        (b"[" * 100_000, "json-too-deep"),
    ],
)
def test_unreadable_json_has_its_reason(raw: bytes, code: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_json(raw)
    assert refused.value.code == code


@pytest.mark.parametrize("raw", [b'{"b":1,"a":2}', b'{"a": 1}', b'{"a":1,"a":1}', b'"\\u00e9"', b"[1] "])
def test_other_ways_to_write_a_value_are_not_canonical(raw: bytes) -> None:
    assert not is_canonical(raw, read_json(raw))


def test_the_canonical_way_is() -> None:
    raw = '{"a":[1,null],"é":"ŵ"}'.encode()
    assert is_canonical(raw, read_json(raw))
    assert canonical({"é": "ŵ", "a": [1, None]}) == raw
