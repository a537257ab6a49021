"""The event chain: known seals, one form for one value, and any change anywhere is found where it stands."""

import hashlib
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.domain.events import Event, SealedEvent, canonical, digest, first_break, first_link, seal

AT = "2026-03-02T12:00:00Z"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def _event(number: int) -> Event:
    return Event(stream="rownd", type="codes_issued", actor=None, role="organiser", payload={"count": number})


def _chain(length: int) -> list[SealedEvent]:
    entries: list[SealedEvent] = []
    prev = first_link("rownd")
    for seq in range(1, length + 1):
        entries.append(seal(_event(seq), seq=seq, at=AT, prev=prev))
        prev = entries[-1].hash
    return entries


def test_canonical_bytes() -> None:
    assert canonical({"b": [1, None, True], "a": "tŷ"}) == '{"a":"tŷ","b":[1,null,true]}'.encode()
    assert digest({}) == hashlib.sha256(b"{}").hexdigest()


def test_a_number_that_json_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="Out of range"):
        canonical(float("nan"))


@given(JSON)
def test_canonical_is_json_that_says_the_same(value: object) -> None:
    if not _encodes(value):
        return
    assert json.loads(canonical(value)) == value
    assert canonical(json.loads(canonical(value))) == canonical(value)


def test_a_stream_begins_with_the_digest_of_its_name() -> None:
    assert first_link("rownd") == hashlib.sha256(b'{"stream":"rownd"}').hexdigest()


def test_a_seal_by_hand() -> None:
    entry = seal(_event(7), seq=1, at=AT, prev=first_link("rownd"))
    body = (
        '{"actor":null,"at":"2026-03-02T12:00:00Z","payload":{"count":7},"prev":"'
        + first_link("rownd")
        + '",'
        '"role":"organiser","seq":1,"stream":"rownd","type":"codes_issued"}'
    )
    sealed = hashlib.sha256(b"\x02" + bytes.fromhex(first_link("rownd")) + body.encode()).hexdigest()
    assert entry.hash == sealed
    assert entry.as_record() == json.loads(body) | {"hash": sealed}


def test_a_whole_chain_holds() -> None:
    assert first_break("rownd", []) is None
    assert first_break("rownd", _chain(4)) is None


@pytest.mark.parametrize(
    "change",
    [
        {"type": "code_voided"},
        {"at": "2026-03-02T12:00:01Z"},
        {"actor": "rhywun"},
        {"role": "owner"},
        {"payload": {"count": 8}},
        {"prev": "00" * 32},
        {"hash": "00" * 32},
        {"stream": "arall"},
        {"seq": 9},
    ],
)
@pytest.mark.parametrize("place", range(4))
def test_any_change_is_found_where_it_stands(place: int, change: dict[str, object]) -> None:
    entries = _chain(4)
    entries[place] = replace(entries[place], **change)  # type: ignore[arg-type] # one field of the nine
    assert first_break("rownd", entries) == place + 1


@pytest.mark.parametrize("place", range(3))
def test_an_entry_left_out_put_in_or_moved_is_found(place: int) -> None:
    entries = _chain(4)
    assert first_break("rownd", entries[:place] + entries[place + 1 :]) == place + 1
    assert first_break("rownd", [*entries[: place + 1], *entries[place:]]) == place + 2
    entries[place], entries[place + 1] = entries[place + 1], entries[place]
    assert first_break("rownd", entries) == place + 1


def test_a_changed_entry_sealed_anew_breaks_the_next() -> None:
    entries = _chain(4)
    entries[1] = seal(_event(99), seq=2, at=AT, prev=entries[0].hash)
    assert first_break("rownd", entries) == 3


def test_a_chain_of_another_stream_does_not_hold() -> None:
    assert first_break("arall", _chain(1)) == 1


def _encodes(value: object) -> bool:
    """Text without halves of characters, which no form of ours lets through."""
    try:
        canonical(value)
    except UnicodeEncodeError:
        return False
    return True
