"""Two people with one code each, or on two devices with the same code: every order of what they do.

Each call of a service is a transaction of its own, on SQLite and on PostgreSQL; what comes of any order, and
of both at the same moment, is what the plain model says of some order.
"""

import asyncio
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from pb.domain.refusals import Refusal
from pb.domain.voting import read_payload
from pb.services import ballots, clockwork, express, voters, voting
from pb.services.receipts import look_up_receipt
from pb.services.voters import Voter
from pb.storage import box
from tests.services.voting_model import Holder, Model
from tests.votes import CAMP, GARDEN, GREEN, ROUND, TREES, YOUNG, close, issue, open_vote, voter_of
from tests.world import World

CHOICES: dict[str, dict[str, dict[str, int]]] = {
    "blank": {GREEN: {}, YOUNG: {}},
    "garden": {GREEN: {GARDEN: 1}, YOUNG: {}},
    "trees": {GREEN: {TREES: 1}, YOUNG: {}},
    "camp": {GREEN: {}, YOUNG: {CAMP: 1}},
}
PLANS = (("garden", "trees"), ("camp", "garden"))  # what each of the two chooses, and changes it to
FIRST, CAST, CHANGE = ("tick", "look"), ("send",), ("tick again", "look", "send")
Orders = list[tuple[int, ...]]


def merges(left: int, right: int) -> Orders:
    """Every order of `left` steps of the one (0) and `right` steps of the other (1)."""
    places = range(left + right)
    return [tuple(int(at not in own) for at in places) for own in combinations(places, left)]


@dataclass
class Device:
    """One of the two, acting on the services and on the model alike."""

    code: str
    plan: tuple[str, str]
    voter: Voter | None = None
    seen: ballots.PaperView | None = None
    form: tuple[str, int] = ("blank", 0)
    answers: list[str] = field(default_factory=list)
    receipts: list[str] = field(default_factory=list)


def act_for_real(world: World, device: Device, step: str) -> None:
    assert device.voter is not None
    if step == "look":
        device.seen = ballots.view_paper(world.deps, device.voter)
    elif step != "send":
        ballots.check_choices(world.deps, device.voter, CHOICES[device.plan[step == "tick again"]])
    elif device.seen is not None:
        token, digest = device.seen.cast_token, device.seen.paper_digest
        try:
            receipt = voting.cast_ballot(world.deps, device.voter, token=token, paper_digest=digest)
            device.answers.append("receipt")
            device.receipts.append(receipt)
        except Refusal as no:
            device.answers.append(no.code)


async def act_fast(world: World, device: Device, token: str, step: str) -> None:
    """The same by the express way; where that does not answer, the ordinary way does."""
    fast = express.Express(world.deps)
    if step == "look":
        device.seen = await fast.view_paper(ROUND, token)
    elif step != "send":
        assert await fast.choose(ROUND, token, CHOICES[device.plan[step == "tick again"]])
    elif device.seen is not None:
        cast_token, digest = device.seen.cast_token, device.seen.paper_digest
        if await fast.cast(ROUND, token, cast=cast_token, paper_digest=digest):
            device.answers.append("receipt")
            after = await fast.view_paper(ROUND, token)
            assert after is not None
            device.receipts.append(after.receipt or "")
        else:
            act_for_real(world, device, step)


def act_in_theory(model: Model, device: Device, step: str) -> None:
    if step == "look":
        device.form = model.holders[device.code].form
    elif step != "send":
        model.choose(device.code, device.plan[step == "tick again"])
    else:
        answer = model.answer(device.code, device.form)
        device.answers.append("receipt" if answer in ("cast", "again") else answer)
        if answer == "cast":
            model.cast(device.code, device.form[0], f"receipt {len(model.receipts())}")


def theory(codes: Sequence[str], order: Sequence[int], steps: Sequence[Sequence[str]]) -> tuple[object, ...]:
    """What the model says comes of an order: both lists of answers, and the votes under each code."""
    model = Model(holders={code: Holder() for code in codes})
    devices = [Device(code=code, plan=plan) for code, plan in zip(codes, PLANS, strict=True)]
    done = [0, 0]
    for who in order:
        for step in steps[done[who]]:
            act_in_theory(model, devices[who], step)
        done[who] += 1
    votes = [[choices for choices, _ in model.holders[code].votes] for code in codes]
    return tuple(devices[0].answers), tuple(devices[1].answers), *map(tuple, votes)


def practice(world: World, devices: Sequence[Device]) -> tuple[object, ...]:
    """The same as the database has it; of the votes under a code only the last may count."""
    votes = []
    for device in devices:
        assert device.voter is not None
        with world.db.read() as tx:
            found = box.list_ballots(tx, ROUND, ballots.handle_of(world.deps, device.voter))
        assert [each.state for each in found] == ["superseded"] * (len(found) - 1) + ["current"]
        said = [read_payload(each.payload) for each in found]
        votes.append(tuple(next(name for name, value in CHOICES.items() if value == each) for each in said))
    return tuple(devices[0].answers), tuple(devices[1].answers), *votes


def two(world: World, *, same: bool) -> list[Device]:
    codes = issue(world) * 2 if same else issue(world, 2)
    return [
        Device(code=code, plan=plan, voter=voter_of(world, code))
        for code, plan in zip(codes, PLANS, strict=True)
    ]


@cache
def possible(same: bool) -> frozenset[tuple[object, ...]]:
    """Everything that can come of both at once, by single calls of services."""
    codes = ("a", "a") if same else ("a", "b")
    steps = [(step,) for step in FIRST + CAST + CHANGE]
    return frozenset(theory(codes, order, steps) for order in merges(len(steps), len(steps)))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else None
    made = World(tmp_path, database_url=url)
    open_vote(made)
    yield made
    made.close()


def check_receipts(world: World, devices: Sequence[Device]) -> None:
    """After the close: every receipt given out is there, once, and each code's last vote counts."""
    close(world)
    given = {receipt for device in devices for receipt in device.receipts}
    states = [look_up_receipt(world.deps, ROUND, receipt).state for receipt in given]
    with world.db.read() as tx:
        turnout = voting.turnout(tx, ROUND)
    assert (states.count("counted"), states.count("replaced")) == (turnout.counted, turnout.superseded)
    assert turnout.counted == len({device.code for device in devices}) == turnout.codes_used


@pytest.mark.parametrize("same", [False, True])
def test_every_order_of_choosing_casting_and_changing(world: World, same: bool) -> None:
    everybody: list[Device] = []
    orders = merges(3, 3)
    assert len(orders) == 20
    for order in orders:
        devices = two(world, same=same)
        everybody += devices
        done = [0, 0]
        for who in order:
            for step in (FIRST, CAST, CHANGE)[done[who]]:
                act_for_real(world, devices[who], step)
            done[who] += 1
        codes = [device.code for device in devices]
        assert practice(world, devices) == theory(codes, order, (FIRST, CAST, CHANGE)), order
    check_receipts(world, everybody)


@pytest.mark.parametrize("same", [False, True])
def test_both_at_the_same_moment_end_as_some_order_would(world: World, same: bool) -> None:
    everybody: list[Device] = []
    gate = threading.Barrier(2)

    def run(device: Device) -> None:
        for step in FIRST + CAST + CHANGE:
            if step in ("tick", "send"):
                gate.wait()
            act_for_real(world, device, step)

    with ThreadPoolExecutor(2) as pool:
        for _ in range(12):
            devices = two(world, same=same)
            everybody += devices
            list(pool.map(run, devices))
            assert practice(world, devices) in possible(same)
    check_receipts(world, everybody)


@pytest.mark.parametrize("same", [False, True])
def test_both_at_the_same_moment_by_the_express_way_end_as_some_order_would(world: World, same: bool) -> None:
    """On one event loop, where what both write at one moment is committed together."""
    everybody: list[Device] = []

    async def run(devices: Sequence[Device]) -> None:
        clockwork.settle(world.deps, ROUND)
        tokens = [voters.enter_code(world.deps, ROUND, device.code) for device in devices]
        act_for_real(world, devices[0], "look")  # somebody has read this edition
        for step in FIRST + CAST + CHANGE:
            acts = (act_fast(world, *each, step) for each in zip(devices, tokens, strict=True))
            await asyncio.gather(*acts)

    for _ in range(4):
        devices = two(world, same=same)
        everybody += devices
        asyncio.run(run(devices))
        assert practice(world, devices) in possible(same)
    check_receipts(world, everybody)
