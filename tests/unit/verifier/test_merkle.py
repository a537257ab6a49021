"""The verifier's hash tree against the reference roots of Certificate Transparency."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.domain.merkle import path
from pb.verifier.merkle import leaf_hash, path_root, tree_root

INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
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
def test_reference_roots(size: int) -> None:
    leaves = [leaf_hash(bytes.fromhex(text)) for text in INPUTS[:size]]
    assert tree_root(leaves).hex() == ROOTS[size - 1]


def test_no_leaves_have_the_hash_of_nothing() -> None:
    assert tree_root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@given(st.integers(1, 40), st.data())
def test_the_platforms_path_leads_to_the_root_here_too(size: int, data: st.DataObject) -> None:
    leaves = [leaf_hash(bytes([number])) for number in range(size)]
    index = data.draw(st.integers(0, size - 1))
    steps = path(leaves, index)
    assert path_root(leaves[index], index, size, steps) == tree_root(leaves)
    assert path_root(leaves[index], index, size, [*steps, leaves[0]]) != tree_root(leaves)
    assert path_root(leaves[index], size, size, steps) is None
    if steps:
        assert path_root(leaves[index], index, size, steps[1:]) != tree_root(leaves)
        assert path_root(leaves[index], index, size, []) is None
