"""The hash tree, held against the published roots of RFC 6962 and against splitting as the RFC words it."""

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.domain.merkle import leaf_hash, node_hash, path, root, root_by_path

# The inputs and roots of the reference implementation of RFC 6962.
INPUTS = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@pytest.mark.parametrize("size", range(1, 9))
def test_known_roots(size: int) -> None:
    assert root([leaf_hash(data) for data in INPUTS[:size]]).hex() == ROOTS[size - 1]


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_leaves_and_nodes_can_never_be_taken_for_one_another() -> None:
    left, right = leaf_hash(b"left"), leaf_hash(b"right")
    assert node_hash(left, right) == hashlib.sha256(b"\x01" + left + right).digest()
    assert node_hash(left, right) != leaf_hash(left + right)
    assert root([left]) == left


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40))
def test_the_tree_is_the_one_that_the_rfc_splits(leaves: list[bytes]) -> None:
    assert root(leaves) == _split(leaves)


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=2, max_size=20, unique=True), st.data())
def test_order_and_number_of_leaves_matter(leaves: list[bytes], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(leaves) - 2))
    swapped = [*leaves[:place], leaves[place + 1], leaves[place], *leaves[place + 2 :]]
    assert len({root(leaves), root(swapped), root(leaves[1:]), root([*leaves, leaves[-1]])}) == 4


def _split(leaves: Sequence[bytes]) -> bytes:
    """RFC 6962, 2.1, word for word: split at the largest power of two smaller than the number of leaves."""
    if len(leaves) == 1:
        return leaves[0]
    at = 1
    while at * 2 < len(leaves):
        at *= 2
    return node_hash(_split(leaves[:at]), _split(leaves[at:]))


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40, unique=True), st.data())
def test_a_path_leads_from_every_leaf_to_the_root_and_from_no_other(
    leaves: list[bytes], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    steps = path(leaves, index)
    assert root_by_path(leaves[index], index, len(leaves), steps) == root(leaves)
    for at in range(len(steps) + 1):
        bit = data.draw(st.integers(0, 255))
        whole = [leaves[index], *steps]
        whole[at] = (int.from_bytes(whole[at], "big") ^ 1 << bit).to_bytes(32, "big")
        assert root_by_path(whole[0], index, len(leaves), whole[1:]) != root(leaves)


@given(st.integers(1, 70), st.data())
def test_a_path_of_the_wrong_length_is_refused(size: int, data: st.DataObject) -> None:
    leaves = [leaf_hash(bytes([number])) for number in range(size)]
    index = data.draw(st.integers(0, size - 1))
    steps = path(leaves, index)
    for wrong in ([*steps, steps[-1] if steps else leaves[0]], steps[:-1]):
        if wrong != steps:
            with pytest.raises(ValueError, match="path is too"):
                root_by_path(leaves[index], index, size, wrong)
    for nowhere in (-1, size):
        with pytest.raises(ValueError, match="no such leaf"):
            path(leaves, nowhere)
        with pytest.raises(ValueError, match="no such leaf"):
            root_by_path(leaves[0], nowhere, size, steps)
