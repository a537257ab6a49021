"""The desk: a code on the spot, one person once, and nothing without the organisers' word."""

import pytest

from pb.domain.people import Viewer
from pb.domain.refusals import Refusal
from pb.services import codes, in_person, proof_setup, proving
from tests.proofs import load_postcodes
from tests.services.proofs.test_email import faults
from tests.services.proofs.test_register import NIA, come, come_by_email, load
from tests.votes import GREEN, ROUND, YOUNG, close, open_vote, voter_of
from tests.world import World

NOTHING: dict[str, str] = {}


def open_it(world: World, *proofs: str) -> None:
    load_postcodes(world)
    open_vote(world, proofs=proofs or ("email", "register", "person"))


def let_in(
    world: World, typed: dict[str, str] = NOTHING, *, viewer: Viewer | None = None, is_sure: bool = True
) -> str:
    by = viewer or world.elin
    return in_person.let_in(world.deps, by, ROUND, area="", is_sure=is_sure, typed=typed).code


def test_the_code_opens_the_paper_in_a_round_that_takes_no_other_codes(world: World) -> None:
    open_it(world)
    assert voter_of(world, let_in(world)).pot_ids == (GREEN, YOUNG)
    counts = dict(proof_setup.view_proofs(world.deps, world.elin, ROUND).counts)
    assert (counts["person"].issued_count, counts["email"].issued_count) == (1, 0)
    assert codes.view_codes(world.deps, world.elin, ROUND).batches == ()


def test_somebody_on_the_register_is_marked_and_is_one_voter_whichever_way(world: World) -> None:
    open_it(world)
    load(world)
    voter = voter_of(world, let_in(world, NIA))
    assert come(world) == voter
    assert come_by_email(world, "nia@cwm.example") == voter
    with pytest.raises(Refusal) as error:
        let_in(world, NIA)
    assert faults(error) == {"surname": "came-already"}


def test_who_came_another_way_is_not_let_in_again(world: World) -> None:
    open_it(world)
    load(world)
    come_by_email(world, "nia@cwm.example")
    with pytest.raises(Refusal) as error:
        let_in(world, NIA)
    assert faults(error) == {"surname": "came-already"}


def test_what_is_typed_has_to_be_whole_and_on_the_register(world: World) -> None:
    open_it(world)
    load(world)
    with pytest.raises(Refusal) as error:
        let_in(world, {"surname": "Pugh"})
    assert faults(error) == {"postcode": "missing", "number": "missing"}
    with pytest.raises(Refusal) as error:
        let_in(world, NIA | {"number": "99"})
    assert faults(error) == {"surname": "no-match"}
    with pytest.raises(Refusal) as error:
        let_in(world, is_sure=False)
    assert faults(error) == {"is_sure": "tick-to-confirm"}


def test_only_organisers_while_it_is_open_and_offered(world: World) -> None:
    open_it(world)
    for viewer in (world.carys, world.ffion, world.bryn):
        with pytest.raises(Refusal):
            let_in(world, viewer=viewer)
    close(world)
    with pytest.raises(Refusal) as error:
        let_in(world)
    assert error.value.code == "voting-closed"


def test_a_round_that_does_not_take_it_lets_nobody_in(world: World) -> None:
    open_it(world, "email")
    with pytest.raises(Refusal) as error:
        let_in(world)
    assert error.value.code == "proof-not-offered"
    assert proving.view_proof(world.deps, ROUND, "email").fields == ()
