"""Which two proofs cannot tell that one person came by both, and how many people that may be."""

from pb.domain.matching import KNOWN_BY, Pair, Voters, find_pairs
from pb.services.proof_setup import NEEDS

NOTHING: frozenset[str] = frozenset()
BY_EMAIL, BY_ROW, BY_BOTH = frozenset({"email"}), frozenset({"row"}), frozenset({"email", "row"})
ACCOUNT, ACCOUNT_AND_EMAIL = frozenset({"account"}), frozenset({"account", "email"})


def only(first: str, second: str, voters: Voters) -> Pair:
    (pair,) = find_pairs((first, second), voters, has_register=True, is_forgotten=False)
    return pair


def test_every_proof_says_what_it_knows_people_by() -> None:
    assert KNOWN_BY.keys() == NEEDS.keys()


def test_nothing_says_who_holds_a_code() -> None:
    pair = only("code", "email", {"code": {NOTHING: 40}, "email": {BY_EMAIL: 25}})
    assert (pair.matched_by, pair.voted, pair.unmatched) == ("", (40, 25), (40, 25))
    assert pair.most_twice_count == 25


def test_what_is_told_changes_by_full_tens_alone() -> None:
    def told(codes: int, letters: int) -> object:
        pair = only("code", "email", {"code": {NOTHING: codes}, "email": {BY_EMAIL: letters}})
        return pair.unmatched_at_most, pair.twice_at_most

    assert told(0, 0) == told(1, 10) == ((10, 10), 10)
    assert told(11, 30) == told(20, 21) == ((20, 30), 20)


def test_texts_and_addresses_do_not_meet() -> None:
    pair = only("email", "text", {"email": {BY_EMAIL: 3}, "text": {frozenset({"phone"}): 2}})
    assert (pair.matched_by, pair.most_twice_count) == ("", 2)


def test_an_address_matches_those_who_have_one() -> None:
    voters = {"email": {BY_EMAIL: 5, BY_BOTH: 2}, "sign-on": {ACCOUNT: 3, ACCOUNT_AND_EMAIL: 20}}
    pair = only("email", "sign-on", voters)
    assert (pair.matched_by, pair.unmatched, pair.most_twice_count) == ("email", (0, 3), 3)


def test_the_register_matches_by_its_line_or_by_the_address_in_it() -> None:
    voters = {"register": {BY_ROW: 9, BY_BOTH: 4}, "person": {BY_ROW: 6, NOTHING: 2}}
    assert only("register", "person", voters).unmatched == (0, 2)
    voters = {"register": {BY_ROW: 9, BY_BOTH: 4}, "sign-on": {ACCOUNT_AND_EMAIL: 1}}
    pair = only("register", "sign-on", voters)
    assert (pair.unmatched, pair.most_twice_count) == ((9, 0), 1)


def test_without_a_register_nobody_at_the_desk_is_known() -> None:
    voters = {"email": {BY_EMAIL: 3}, "person": {NOTHING: 2}}
    (pair,) = find_pairs(("email", "person"), voters, has_register=False, is_forgotten=False)
    assert (pair.matched_by, pair.unmatched, pair.most_twice_count) == ("", (3, 2), 2)


def test_after_the_close_only_what_never_matched_is_known() -> None:
    voters = {"code": {NOTHING: 4}, "email": {NOTHING: 3}, "sign-on": {NOTHING: 2}}
    pairs = find_pairs(("code", "email", "sign-on"), voters, has_register=False, is_forgotten=True)
    assert [(pair.unmatched, pair.most_twice_count) for pair in pairs] == [
        ((4, 3), 3),
        ((4, 2), 2),
        (None, None),
    ]


def test_one_proof_alone_has_nothing_beside_it() -> None:
    assert find_pairs(("email",), {}, has_register=True, is_forgotten=False) == ()
