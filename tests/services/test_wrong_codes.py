"""Guessing voter codes: locks that hold over restarts and processes, an alarm, nothing left at the close."""

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from pb.domain.codes import VoterCode
from pb.domain.guessing import ALARM_COUNT
from pb.domain.refusals import Refusal
from pb.services import codes, voters, wrong_codes
from pb.services.deps import Deps
from pb.services.hashing import CodeCheck, PasswordHasher
from pb.services.limits import Limits
from pb.storage.db import Database
from tests.votes import ROUND, close, issue, open_vote, voter_of
from tests.world import CHEAP, World


@pytest.fixture
def opened(world: World) -> World:
    open_vote(world)
    return world


@pytest.fixture
def elsewhere(tmp_path: Path, postgres_url: str) -> Iterator[World]:
    made = World(tmp_path, database_url=postgres_url)
    open_vote(made)
    yield made
    made.close()


def guess(deps: Deps, selector: str) -> str:
    with pytest.raises(Refusal) as caught:
        voters.enter_code(deps, ROUND, VoterCode(selector=selector, secret="000000000").text)
    return caught.value.faults[0].code if caught.value.faults else caught.value.code


def rows(world: World, query: str) -> list[tuple[object, ...]]:
    with world.db.read() as tx:
        return [tuple(row) for row in tx.connection().exec_driver_sql(query)]


def restarted(world: World) -> Deps:
    """The same database and keys in another process."""
    db = Database(world.db.url.render_as_string(hide_password=False))
    return replace(world.deps, db=db, limits=Limits())


@pytest.mark.parametrize("is_known", [True, False])
def test_a_lock_holds_in_other_processes_and_after_a_restart(opened: World, is_known: bool) -> None:
    selector = issue(opened)[0][:5] if is_known else "00000"
    first, second = opened.deps, restarted(opened)
    assert [guess(deps, selector) for deps in (first, second, first, second, first)] == ["code-wrong"] * 5
    assert guess(second, selector) == guess(restarted(opened), selector) == "too-many-attempts"
    second.db.close()


def test_a_right_code_among_too_many_guesses_at_once_is_not_let_in(opened: World) -> None:
    """All of them were let through to be hashed before the first was known to be wrong."""
    (code,) = issue(opened)

    class Meanwhile(PasswordHasher):
        def code_matches(self, check: CodeCheck) -> bool:
            for _ in range(5):
                wrong_codes.note_wrong_code(opened.deps, ROUND, code[:5])
            return super().code_matches(check)

    deps = replace(opened.deps, hasher=Meanwhile(password_cost=CHEAP, code_cost=CHEAP))
    with pytest.raises(Refusal, match="too-many-attempts"):
        voters.enter_code(deps, ROUND, code)
    assert rows(opened, "SELECT count(*) FROM voter_session") == [(0,)]


def test_whoever_proves_a_code_begins_anew(opened: World) -> None:
    (code,) = issue(opened)
    for _ in range(2):
        assert [guess(opened.deps, code[:5]) for _ in range(4)] == ["code-wrong"] * 4
        assert voter_of(opened, code).selector == code[:5]
    assert rows(opened, "SELECT count(*) FROM code_lock") == [(0,)]


def test_a_right_code_writes_nothing_about_guessing(opened: World) -> None:
    voter_of(opened, issue(opened)[0])
    assert rows(opened, "SELECT count(*) FROM wrong_codes") == [(0,)]


def test_organisers_who_type_a_code_are_held_to_the_same(opened: World) -> None:
    selector = issue(opened)[0][:5]
    for _ in range(5):
        guess(opened.deps, selector)
    text = VoterCode(selector=selector, secret="000000000").text
    with pytest.raises(Refusal, match="too-many-attempts"):
        codes.void_code(opened.deps, opened.elin, ROUND, text)


def test_no_row_tells_which_code_it_is_about(opened: World) -> None:
    (code,) = issue(opened)
    guess(opened.deps, code[:5])
    assert not any(code[:5] in str(row) for row in rows(opened, "SELECT * FROM code_lock"))


def test_five_hundred_wrong_codes_in_an_hour_raise_an_alarm_once(
    opened: World, caplog: pytest.LogCaptureFixture
) -> None:
    (code,) = issue(opened)

    def wrong(number: int) -> None:
        with opened.db.write():
            for at in range(number):
                selector = code[:5] if at == 0 else f"{at:05}"
                wrong_codes.note_wrong_code(opened.deps, ROUND, selector)

    def alarm() -> int | None:
        return codes.view_codes(opened.deps, opened.elin, ROUND).wrong_count

    caplog.set_level(logging.INFO)
    wrong(ALARM_COUNT // 2)
    opened.clock.go(minutes=35)
    wrong(ALARM_COUNT - ALARM_COUNT // 2 - 1)
    assert (alarm(), caplog.messages) == (None, [])
    guess(opened.deps, "99999")
    assert alarm() == ALARM_COUNT
    wrong(3)
    assert alarm() == ALARM_COUNT + 3
    assert caplog.messages == [f"round {ROUND}: {ALARM_COUNT} wrong codes within an hour"]
    opened.clock.go(minutes=45)
    assert alarm() is None


def test_what_was_wrong_long_ago_is_forgotten(opened: World) -> None:
    guess(opened.deps, "00000")
    opened.clock.go(hours=49)
    guess(opened.deps, "00001")
    assert rows(opened, "SELECT count(*) FROM code_lock") == [(1,)]
    assert rows(opened, "SELECT count(*) FROM wrong_codes") == [(1,)]


def test_nothing_of_it_outlives_the_close(opened: World) -> None:
    guess(opened.deps, "00000")
    close(opened)
    for table in ("code_lock", "wrong_codes"):
        assert rows(opened, f"SELECT count(*) FROM {table}") == [(0,)]


@pytest.mark.postgres
def test_guesses_at_the_same_moment_are_all_counted(elsewhere: World) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: wrong_codes.note_wrong_code(elsewhere.deps, ROUND, "00000"), range(24)))
    assert rows(elsewhere, "SELECT count, locks FROM code_lock") == [(4, 4)]
    assert rows(elsewhere, "SELECT count FROM wrong_codes") == [(24,)]
