"""Batches of leaves: when one is due, what it seals, and the proof that a leaf lies in it."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.domain.merkle import leaf_hash, node_hash
from pb.domain.seals import first_prev, holds, hour_of, is_hour_over, next_batch, prove, read_proof, root_of

OPENED = datetime(2026, 3, 1, 9, 15, tzinfo=UTC)
LEAVES = [hashlib.sha256(bytes([number])).hexdigest() for number in range(60)]


def test_a_batch_keeps_its_hour_and_no_minute() -> None:
    batch = next_batch("rownd", None, LEAVES, now=OPENED + timedelta(hours=1, minutes=44))
    assert batch.sealed_hour == datetime(2026, 3, 1, 10, tzinfo=UTC)
    assert batch.as_record() == {
        "batch": 1,
        "sealed_hour": "2026-03-01T10:00:00Z",
        "size": 60,
        "root": root_of(LEAVES),
        "prev": hashlib.sha256(b'{"box":"rownd"}').hexdigest(),
    }


def test_each_batch_seals_the_one_before() -> None:
    first = next_batch("rownd", None, LEAVES, now=OPENED)
    second = next_batch("rownd", first, LEAVES[:50], now=OPENED + timedelta(hours=2))
    body = {key: value for key, value in first.as_record().items() if key != "prev"}
    written = json.dumps(body, sort_keys=True, separators=(",", ":")).encode()
    assert (second.number, second.size) == (2, 50)
    assert second.prev == hashlib.sha256(b"\x03" + bytes.fromhex(first.prev) + written).hexdigest()
    changed = [
        replace(first, number=2),
        replace(first, size=61),
        replace(first, root="0" * 64),
        replace(first, prev="0" * 64),
        replace(first, sealed_hour=OPENED),
    ]
    assert len({batch.seal for batch in (first, *changed)}) == 6
    assert first_prev("arall") != first_prev("rownd")


def test_a_batch_is_sealed_at_most_once_in_an_hour() -> None:
    assert not is_hour_over(OPENED, None, OPENED + timedelta(minutes=44))
    assert is_hour_over(OPENED, None, OPENED + timedelta(minutes=45))
    last = next_batch("rownd", None, LEAVES, now=OPENED + timedelta(hours=3))
    assert not is_hour_over(OPENED, last, OPENED + timedelta(hours=3, minutes=44))
    assert is_hour_over(OPENED, last, OPENED + timedelta(hours=3, minutes=45))
    summer = datetime.fromisoformat("2026-06-01T09:15:00+01:00")
    assert hour_of(summer) == datetime(2026, 6, 1, 8, tzinfo=UTC)


def test_the_root_does_not_depend_on_the_order_in_which_leaves_came() -> None:
    assert root_of(LEAVES) == root_of(LEAVES[::-1])
    low, high = sorted([leaf_hash(b"a"), leaf_hash(b"b")])
    assert root_of([high.hex(), low.hex()]) == node_hash(low, high).hex()


@given(st.sets(st.binary(min_size=32, max_size=32), min_size=1, max_size=40), st.data())
def test_a_proof_holds_for_every_leaf_and_for_nothing_else(found: set[bytes], data: st.DataObject) -> None:
    leaves = [each.hex() for each in found]
    leaf = data.draw(st.sampled_from(sorted(leaves)))
    proof = prove(leaves, leaf)
    assert holds(proof)
    assert read_proof(json.loads(json.dumps(proof.as_record()))) == proof
    assert proof.root == root_of(leaves)
    wrong = [
        replace(proof, leaf=LEAVES[0]),
        replace(proof, root=LEAVES[1]),
        replace(proof, index=proof.index + 1),
        replace(proof, path=(*proof.path, LEAVES[2])),
        replace(proof, path=tuple("zz" for _ in proof.path) or ("zz",)),
    ]
    assert [holds(each) for each in wrong] == [False] * 5


def test_what_is_not_there_cannot_be_proved() -> None:
    with pytest.raises(ValueError, match="not in list"):
        prove(LEAVES[:9], LEAVES[10])
