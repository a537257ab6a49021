"""Hashing: where there is nobody it takes as long as for anybody, by the same sums."""

import pytest
from argon2 import PasswordHasher as Argon2
from argon2 import Type, extract_parameters

from pb.services.hashing import CODE_COST, PASSWORD_COST, Cost, PasswordHasher
from tests.world import CHEAP


@pytest.mark.parametrize("cost", [PASSWORD_COST, CODE_COST])
def test_nobodys_verifier_costs_what_any_other_does(cost: Cost) -> None:
    hasher = PasswordHasher(password_cost=cost, code_cost=cost)
    for verifier in (hasher._nobody_password, hasher._nobody_code):
        found = extract_parameters(verifier)
        assert (found.memory_cost, found.time_cost, found.parallelism) == (
            cost.memory_kib,
            cost.passes,
            cost.lanes,
        )
        real = extract_parameters(Argon2(type=Type.ID).hash("x"))
        assert (found.type, found.version) == (real.type, real.version)
        assert (found.salt_len, found.hash_len) == (real.salt_len, real.hash_len)


def test_nobody_is_let_in_and_a_verifier_is_really_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    hasher, tried = PasswordHasher(password_cost=CHEAP, code_cost=CHEAP), list[str]()
    verify = Argon2.verify

    def noted(self: Argon2, verifier: str, secret: str) -> bool:
        tried.append(verifier)
        return verify(self, verifier, secret)

    monkeypatch.setattr(Argon2, "verify", noted)
    assert not hasher.code_matches(None, "x")
    assert not hasher.password_matches(None, "x")
    assert tried == [hasher._nobody_code, hasher._nobody_password]
    assert hasher.code_matches(hasher.hash_code("x"), "x")
    assert not hasher.code_matches(hasher.hash_code("x"), "y")
