"""Entering a code: the same words for whatever did not verify, slow guessing, and sessions that end."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from pb.domain.codes import VoterCode, read_voter_code
from pb.domain.refusals import Kind, Refusal
from pb.domain.rounds import Milestones, Schedule
from pb.services import ballots, codes, voters
from pb.services.deps import Deps
from pb.services.hashing import CodeCheck, PasswordHasher
from pb.storage import rounds
from tests.votes import CLOSES_AT, GARDEN, GREEN, ROUND, close, issue, open_vote, voter_of, voting_round
from tests.world import CHEAP, NOON, World


class CountingHasher(PasswordHasher):
    """The real thing, counting how often it is asked."""

    def __init__(self) -> None:
        super().__init__(password_cost=CHEAP, code_cost=CHEAP)
        self.asked = 0

    def code_matches(self, check: CodeCheck) -> bool:
        self.asked += 1
        return super().code_matches(check)


def refused(act: Callable[[], object]) -> Refusal:
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value


def with_secret(text: str, secret: str) -> str:
    code = read_voter_code(text)
    assert code is not None
    return VoterCode(selector=code.selector, secret=secret).text


def enter(deps: Deps, text: str, network: str = "") -> tuple[str, str]:
    (fault,) = refused(lambda: voters.enter_code(deps, ROUND, text, network=network)).faults
    return fault.field, fault.code


def test_a_code_is_taken_however_it_is_typed(world: World) -> None:
    open_vote(world)
    (code,) = issue(world)
    for typed in (
        code,
        code.lower(),
        f"  {code.replace('-', ' ')} ",
        code.replace("0", "o").replace("1", "l"),
    ):
        assert voter_of(world, typed).selector == code[:5]


def test_whatever_does_not_verify_has_the_same_answer_and_the_same_work(world: World) -> None:
    open_vote(world)
    hasher = CountingHasher()
    deps = replace(world.deps, hasher=hasher)
    good, void = issue(world, 2)
    codes.void_code(world.deps, world.elin, ROUND, void)
    cases = {
        "unknown": VoterCode(selector="00000", secret="000000000").text,
        "wrong secret": with_secret(good, "000000000"),
        "void, wrong secret": with_secret(void, "000000000"),
    }
    assert {enter(deps, text) for text in cases.values()} == {("code", "code-wrong")}
    assert hasher.asked == len(cases)
    assert enter(deps, void) == ("code", "code-void")  # told only to whoever knows the code


def test_a_slip_of_the_pen_is_told_before_anything_is_looked_up(world: World) -> None:
    open_vote(world)
    hasher = CountingHasher()
    deps = replace(world.deps, hasher=hasher)
    (code,) = issue(world)
    slip = ("1" if code[0] != "1" else "2") + code[1:]
    for typed in (slip, code[:-1], code + "0", "🗳" * 100_000, "<script>", "\0\u202e"):
        assert enter(deps, typed) == ("code", "code-mistyped")
    assert enter(deps, " ") == ("code", "missing")
    assert hasher.asked == 0


def test_a_code_of_another_round_is_unknown_here(world: World) -> None:
    open_vote(world)
    (code,) = issue(world)
    other = voting_round(id="arall", pots=())
    with world.db.write() as tx:
        rounds.put_round(tx, other, at=NOON)
    (fault,) = refused(lambda: voters.enter_code(world.deps, "arall", code)).faults
    assert fault.code == "code-wrong"
    token = voters.enter_code(world.deps, ROUND, code)
    assert voters.load_voter(world.deps, "arall", token) is None


def test_five_wrong_guesses_lock_a_code_for_a_while_and_then_longer(world: World) -> None:
    open_vote(world)
    (code,) = issue(world)
    wrong = with_secret(code, "000000000")
    for _ in range(5):
        assert enter(world.deps, wrong) == ("code", "code-wrong")
    no = refused(lambda: voters.enter_code(world.deps, ROUND, code))
    assert (no.code, no.kind) == ("too-many-attempts", Kind.TOO_MANY)
    assert no.facts["retry_after_seconds"] in range(890, 902)
    world.clock.go(minutes=16)
    for _ in range(5):
        enter(world.deps, wrong)
    assert refused(lambda: voters.enter_code(world.deps, ROUND, code)).facts["minutes"] >= 30
    world.clock.go(minutes=31)
    assert voter_of(world, code).selector == code[:5]


def test_an_unknown_code_is_locked_just_the_same(world: World) -> None:
    open_vote(world)
    unknown = VoterCode(selector="00000", secret="000000000").text
    for _ in range(5):
        enter(world.deps, unknown)
    assert refused(lambda: voters.enter_code(world.deps, ROUND, unknown)).code == "too-many-attempts"


@pytest.mark.parametrize(
    ("first", "then", "is_same"),
    [
        ("192.0.2.7", "192.0.2.7", True),
        ("192.0.2.7", "192.0.2.8", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
    ],
)
def test_thirty_wrong_guesses_from_one_network_lock_it(
    world: World, first: str, then: str, is_same: bool
) -> None:
    open_vote(world)
    (code,) = issue(world)
    for number in range(30):
        text = VoterCode(selector=f"{number:05}", secret="000000000").text
        enter(world.deps, text, network=first)
    if is_same:
        no = refused(lambda: voters.enter_code(world.deps, ROUND, code, network=then))
        assert no.code == "too-many-attempts"
    else:
        assert voters.enter_code(world.deps, ROUND, code, network=then)


def test_codes_are_taken_only_while_the_vote_is_open(world: World) -> None:
    open_vote(world)
    (code,) = issue(world)
    soon = Schedule(voting_open_at=NOON + timedelta(days=1), voting_close_at=CLOSES_AT)
    with world.db.write() as tx:
        rounds.put_round(tx, voting_round(schedule=soon, milestones=Milestones(announced_at=NOON)), at=NOON)
    assert refused(lambda: voters.enter_code(world.deps, ROUND, code)).code == "voting-not-open"
    open_vote(world)
    world.clock.moment = CLOSES_AT
    assert refused(lambda: voters.enter_code(world.deps, ROUND, code)).code == "voting-closed"
    close(world)
    assert refused(lambda: voters.enter_code(world.deps, ROUND, code)).code == "voting-closed"
    assert refused(lambda: voters.enter_code(world.deps, "nid-yw", code)).code == "round-not-found"


def test_a_session_ends_when_idle_and_in_any_case_after_two_hours(world: World) -> None:
    open_vote(world)
    (code,) = issue(world)
    token = voters.enter_code(world.deps, ROUND, code)
    for _ in range(11):
        world.clock.go(minutes=10)
        assert voters.load_voter(world.deps, ROUND, token)
    world.clock.go(minutes=10)
    assert voters.load_voter(world.deps, ROUND, token) is None
    fresh = voters.enter_code(world.deps, ROUND, code)
    world.clock.go(minutes=15)
    assert voters.load_voter(world.deps, ROUND, fresh) is None


def test_sessions_that_have_ended_are_swept_away_by_those_who_come_but_not_by_each(world: World) -> None:
    open_vote(world)
    swept: list[int] = []

    def come() -> None:
        voters.enter_code(world.deps, ROUND, issue(world)[0])
        with world.db.read() as tx:
            query = "SELECT count(*) FROM voter_session"
            swept.append(tx.connection().exec_driver_sql(query).scalar_one())

    come()
    world.clock.go(seconds=30)
    come()
    world.clock.go(minutes=14, seconds=30)
    come()  # takes the first away
    world.clock.go(seconds=30)
    come()  # the second has ended
    world.clock.go(seconds=30)
    come()  # and is taken away a minute after the first
    assert swept == [1, 2, 2, 3, 3]


def test_finishing_ends_the_session_and_keeps_the_choices(world: World) -> None:
    open_vote(world)
    (code,) = issue(world)
    token = voters.enter_code(world.deps, ROUND, code)
    voter = voters.load_voter(world.deps, ROUND, token)
    assert voter is not None
    ballots.keep_choices(world.deps, voter, {GREEN: {GARDEN: 1}})
    voters.finish(world.deps, token)
    voters.finish(world.deps, None)
    assert voters.load_voter(world.deps, ROUND, token) is None
    assert ballots.view_paper(world.deps, voter_of(world, code)).parts[0].marks == {GARDEN: 1}


@pytest.mark.parametrize("token", [None, "", "x" * 100_000, "🗳", "\ud800"])
def test_no_token_and_a_made_up_token_are_nobody(world: World, token: str | None) -> None:
    open_vote(world)
    assert voters.load_voter(world.deps, ROUND, token) is None
