"""What organisers see of the ways people came: how many by each, and where somebody could have come twice."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from pb.web.app import create_app
from tests.provider import Provider
from tests.rounds import make_round
from tests.services.proofs.test_email import come as come_by_email
from tests.services.proofs.test_register import come as come_by_register
from tests.services.proofs.test_register import load
from tests.sign_on import come_by_account, open_vote_by_sign_on, use, world_with_provider
from tests.votes import GREEN, ROUND, YOUNG, cast, close, issue, voter_of
from tests.web.conftest import AsPerson
from tests.web.page import Page
from tests.world import NOON, World

PROOFS = f"/manage/{ROUND}/proofs"
EMPTY: Mapping[str, Mapping[str, int]] = {GREEN: {}, YOUNG: {}}


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[World, Provider]]:
    with world_with_provider(tmp_path) as made:
        yield made


@pytest.fixture
def world(both: tuple[World, Provider]) -> World:
    return both[0]


def test_who_could_have_come_twice(both: tuple[World, Provider], as_person: AsPerson) -> None:
    world, provider = both
    open_vote_by_sign_on(world, proofs=("code", "email", "register", "sign-on"))
    load(world)
    for code in issue(world, 3):
        cast(world, voter_of(world, code), EMPTY)
    come_by_email(world, email="dim@cwm.example")  # came, and did not vote
    cast(world, come_by_email(world, email="nia@cwm.example"), EMPTY)  # the first line of the register
    come_by_register(world)
    cast(world, come_by_register(world, surname="Ôl Hir", postcode="SA99 1AB", number="18"), EMPTY)
    cast(world, come_by_account(world, provider, "a"), EMPTY)
    cast(world, come_by_account(world, provider, "b", email="b@cwm.example", email_verified=True), EMPTY)
    english = as_person(world.elin, language="en")
    shown = english.get(PROOFS).main
    for words in (
        "Voter codeCode by emailNothingVoter code: 10Code by email: 1010",
        "Code by emailRegisterThe same email addressCode by email: 10Register: 1010",
        "RegisterCouncil accountThe same email addressRegister: 10Council account: 1010",
    ):
        assert words in shown
    for code in issue(world, 6):
        cast(world, voter_of(world, code), EMPTY)
    asked = "Could somebody have voted twice?"
    later = english.get(PROOFS).main
    assert later.partition(asked)[2] == shown.partition(asked)[2] != "", "nobody is watched as they vote"
    for code in issue(world, 2):
        cast(world, voter_of(world, code), EMPTY)
    assert "Voter codeCode by emailNothingVoter code: 20Code by email: 1010" in english.get(PROOFS).main
    close(world)
    shown = as_person(world.elin, language="en").get(PROOFS).main
    assert "Voter codeCode by emailNothingVoter code: 20Code by email: 1010" in shown
    assert "RegisterThe same email addressNot known any more: destroyed at the close–" in shown


def test_council_accounts_can_be_chosen_where_there_is_a_provider(
    both: tuple[World, Provider], as_person: AsPerson
) -> None:
    world, provider = both
    round_ = make_round(world, opens=NOON)
    path = f"/manage/{round_.id}/proofs"
    english = as_person(world.elin, language="en")
    english.get(path)
    assert english.submit({"proofs": ["sign-on"]}, status=422).faults == [
        "Bring in the postcodes of your area before you offer a way that asks for one."
    ]
    use(world, provider, ward_claim="ward")
    told = Page(create_app(world.deps), "en")
    told.client.cookies.update(english.client.cookies)
    told.get(path)
    told.submit({"proofs": ["code", "sign-on"]})
    assert told.get(path).value("proofs") == ["code", "sign-on"]
    object.__setattr__(world.deps, "sign_on", None)
    assert "Council account" not in told.get(path).main
    assert told.submit({"proofs": ["sign-on"]}, status=422).faults == [
        "Signing in with a council account has not been set up on this site."
    ]
