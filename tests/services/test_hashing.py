"""Hashing: where there is nobody it takes as long as for anybody, by the same sums."""

import os
import sys
import threading
from dataclasses import replace

import pytest
from argon2 import PasswordHasher as Argon2
from argon2 import Type, extract_parameters

from pb.services.hashing import (
    CODE_COST,
    LOW_PRIORITY,
    PASSWORD_COST,
    CodeCheck,
    Cost,
    HashFirst,
    PasswordHasher,
    Tried,
)  # fmt: skip
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
    assert not hasher.code_matches(CodeCheck(verifier=None, secret="x"))
    assert not hasher.password_matches(None, "x")
    assert tried == [hasher._nobody_code, hasher._nobody_password]
    verifier = hasher.hash_code("x")
    assert hasher.code_matches(CodeCheck(verifier=verifier, secret="x"))
    assert not hasher.code_matches(CodeCheck(verifier=verifier, secret="y"))


def test_what_was_tried_says_nothing_of_another_code_and_shows_no_secret() -> None:
    check = CodeCheck(verifier="v", secret="s")
    assert Tried(check=check, fits=True).told(replace(check, against=7))
    for other in (replace(check, verifier="w"), replace(check, secret="t"), replace(check, verifier=None)):
        with pytest.raises(HashFirst) as first:
            Tried(check=check, fits=True).told(other)
        assert first.value.check is other
    with pytest.raises(HashFirst):
        Tried().told(check)
    assert repr(check) == "CodeCheck(against=0)"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux knows the priority of a thread")
def test_threads_that_hash_let_all_others_go_first() -> None:
    hasher = PasswordHasher(password_cost=CHEAP, code_cost=CHEAP)

    def priority() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    before = priority()
    assert hasher._threads.submit(priority).result(20) == min(before + LOW_PRIORITY, 19)
    assert priority() == before


def test_where_priorities_are_not_to_be_had_codes_are_hashed_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def forbidden(*_: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "setpriority", forbidden, raising=False)
    assert not PasswordHasher(password_cost=CHEAP, code_cost=CHEAP).code_matches(
        CodeCheck(verifier=None, secret="x")
    )
