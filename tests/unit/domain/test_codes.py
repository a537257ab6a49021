"""Voter codes and receipt codes: read as people type them, and no slip of the pen goes unseen."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.domain.codes import (
    SECRET_BITS,
    SELECTOR_BITS,
    VoterCode,
    check_character,
    read_receipt_code,
    read_voter_code,
    receipt_code,
    voter_code,
)
from pb.domain.ids import CROCKFORD

CODE = VoterCode(selector="8Q2ZK", secret="M0V7XT4RC")
BODIES = st.text(alphabet=CROCKFORD, min_size=14, max_size=14)


def _typed(code: VoterCode) -> str:
    return code.text.replace("-", "")


def test_a_code_is_printed_in_three_fives() -> None:
    assert CODE.text == "8Q2ZK-M0V7X-T4RC" + check_character("8Q2ZKM0V7XT4RC")
    assert [len(part) for part in CODE.text.split("-")] == [5, 5, 5]


@pytest.mark.parametrize(
    ("body", "check"),
    # by hand: each character is added (exclusive or), then the sum is doubled modulo x^5 + x^2 + 1
    [("", "0"), ("0", "0"), ("1", "2"), ("2", "4"), ("10", "4"), ("G", "5"), ("11", "6"), ("GG", "F")],
)
def test_check_characters_by_hand(body: str, check: str) -> None:
    assert check_character(body) == check


def test_codes_from_numbers() -> None:
    assert voter_code(0, 0).text == "00000-00000-00000"
    most = voter_code(2**SELECTOR_BITS - 1, 2**SECRET_BITS - 1)
    assert (most.selector, most.secret) == ("ZZZZZ", "ZZZZZZZZZ")
    with pytest.raises(ValueError, match="does not fit"):
        voter_code(2**SELECTOR_BITS, 0)


def test_every_single_wrong_character_is_found() -> None:
    typed = _typed(CODE)
    for place, wrong in product(range(15), CROCKFORD):
        slipped = typed[:place] + wrong + typed[place + 1 :]
        assert (read_voter_code(slipped) is None) == (wrong != typed[place])


def test_every_swap_of_two_neighbours_is_found_wherever_they_stand() -> None:
    for place, first, second in product(range(13), CROCKFORD, CROCKFORD):
        if first == second:
            continue
        body = "0" * place + first + second + "0" * (12 - place)
        swapped = "0" * place + second + first + "0" * (12 - place)
        assert check_character(body) != check_character(swapped)


@given(BODIES, st.integers(0, 13), st.sampled_from(CROCKFORD))
def test_slips_are_found_in_any_code(body: str, place: int, wrong: str) -> None:
    typed = body + check_character(body)
    slipped = typed[:place] + wrong + typed[place + 1 :]
    swapped = typed[:place] + typed[place + 1] + typed[place] + typed[place + 2 :]
    assert (read_voter_code(slipped) is None) == (slipped != typed)
    assert (read_voter_code(swapped) is None) == (swapped != typed)


@given(st.integers(0, 2**SELECTOR_BITS - 1), st.integers(0, 2**SECRET_BITS - 1))
def test_what_is_printed_can_be_typed(selector: int, secret: int) -> None:
    code = voter_code(selector, secret)
    assert read_voter_code(code.text) == code
    assert read_voter_code(code.text.lower().replace("-", " ")) == code


@pytest.mark.parametrize(
    "typed",
    [
        " 8q2zk m0v7x t4rc{} ",
        "8Q2ZK\u2013M0V7X\u2014T4RC{}",  # dashes that a phone puts in for hyphens
        "8Q2ZK_M0V7X.T4RC{}",
        "8Q2ZKMOV7XT4RC{}",  # the letter O for the figure 0
        "8Q2ZKMoV7XT4RC{}\n",
    ],
)
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert read_voter_code(typed.format(check_character("8Q2ZKM0V7XT4RC"))) == CODE


def test_i_and_l_are_read_as_one() -> None:
    ones = voter_code(0b00001_00001_00001_00001_00001, 0)
    assert ones.selector == "11111"
    assert read_voter_code(ones.text.replace("11111", "ILil1")) == ones


@pytest.mark.parametrize("typed", ["", "-", "8Q2ZK", "0" * 14, "0" * 16, "U" * 15, "é" * 15, "0" * 100_000])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert read_voter_code(typed) is None


def test_a_receipt_is_the_beginning_of_the_leaf() -> None:
    leaf = bytes(range(32))
    assert receipt_code(leaf) == "000G-40R4-0M30-E209"
    assert receipt_code(leaf[:10] + bytes(22)) == receipt_code(leaf)
    assert receipt_code(b"\xff" * 32) == "ZZZZ-ZZZZ-ZZZZ-ZZZZ"


@given(st.binary(min_size=32, max_size=32))
def test_a_receipt_can_be_typed(leaf: bytes) -> None:
    code = receipt_code(leaf)
    assert read_receipt_code(f" {code.lower().replace('-', '')} ") == code


@pytest.mark.parametrize("typed", ["", "000G-40R4-0M30-E20", "000G-40R4-0M30-E2090", "U00G-40R4-0M30-E209"])
def test_what_cannot_be_a_receipt_is_none(typed: str) -> None:
    assert read_receipt_code(typed) is None
