"""An entry made void by the voter's own reference: whichever way they came, logged, and mended by another."""

import pytest

from pb.domain.ids import RoundId
from pb.domain.people import Viewer
from pb.domain.refusals import Refusal
from pb.services import in_person, voiding, voters, wrong_codes
from pb.services.receipts import look_up_receipt
from pb.services.voiding import Voided
from pb.services.voters import Voter
from pb.storage import box, events, roll
from tests.services.proofs.test_email import faults
from tests.services.proofs.test_register import come, come_by_email, load
from tests.services.test_in_person import SAID, let_in, open_it
from tests.votes import GARDEN, GREEN, ROUND, cast, close, issue, open_vote, voter_of
from tests.world import World


def void(
    world: World, voter: Voter, *, viewer: Viewer | None = None, replace: bool = False, reason: str = "asked"
) -> Voided:
    reference = voiding.reference_of(world.deps, voter)
    return voiding.void_voter(
        world.deps, viewer or world.elin, ROUND, reference.lower(), reason=reason, replace=replace
    )


def said(world: World) -> list[tuple[str, object, object]]:
    with world.db.read() as tx:
        found = events.list_events(tx, ROUND)
    return [
        (each.type, each.payload.get("proof"), each.payload.get("reason"))
        for each in found
        if each.type in ("code_voided", "voter_replaced")
    ]


def test_a_voter_by_email_is_void_with_what_was_voted(world: World) -> None:
    open_it(world)
    voter = come_by_email(world, "nia@cwm.example")
    lost = cast(world, voter, {GREEN: {GARDEN: 1}})
    done = void(world, voter, reason="not-eligible")
    assert (done.is_replaced, done.code) == (False, None)
    with world.db.read() as tx:
        assert box.count_ballots(tx, ROUND) == (0, 1)
    with pytest.raises(Refusal) as error:
        come_by_email(world, "nia@cwm.example")
    assert error.value.code == "voter-void"
    assert said(world) == [("code_voided", "email", "not-eligible")]
    close(world)
    assert look_up_receipt(world.deps, ROUND, lost).state == "void"


def test_whoever_may_vote_anew_comes_the_same_way_and_finds_nothing_of_before(world: World) -> None:
    open_it(world)
    load(world)
    voter = come(world)
    cast(world, voter, {GREEN: {GARDEN: 1}})
    done = void(world, voter, replace=True)
    assert (done.is_replaced, done.code) == (True, None)
    again = come(world)
    assert again.selector != voter.selector
    assert again.pot_ids == voter.pot_ids
    assert come_by_email(world, "nia@cwm.example") == again, (
        "everything that stood for the person moved along"
    )
    cast(world, again, {GREEN: {}})
    with world.db.read() as tx:
        counts = roll.count_by_proof(tx, ROUND)["register"]
        assert box.count_ballots(tx, ROUND) == (1, 1)
    assert (counts.issued_count, counts.void_count, counts.used_count) == (2, 1, 1)


def test_what_was_void_by_mistake_is_mended_once(world: World) -> None:
    open_it(world)
    voter = come_by_email(world, "nia@cwm.example")
    void(world, voter)
    assert void(world, voter, replace=True).is_replaced
    assert come_by_email(world, "nia@cwm.example") != voter
    for replace in (True, False):
        with pytest.raises(Refusal) as error:
            void(world, voter, replace=replace)
        assert faults(error) == {"reference": "voter-void-already"}
    assert said(world) == [("code_voided", "email", "asked"), ("voter_replaced", "email", None)]


def test_who_came_in_person_or_with_a_code_gets_a_new_code(world: World) -> None:
    open_it(world, "code", "person")
    for first in (issue(world)[0], let_in(world)):
        voter = voter_of(world, first)
        code = void(world, voter, replace=True).code
        assert code is not None
        assert voter_of(world, code).pot_ids == voter.pot_ids
        with pytest.raises(Refusal):
            voters.enter_code(world.deps, ROUND, first)
    close(world)
    with world.db.read() as tx:
        issued = [e.payload for e in events.list_events(tx, ROUND) if e.type == "codes_issued"]
        counts = roll.count_by_proof(tx, ROUND)
    assert (counts["code"].issued_count, counts["person"].issued_count) == (2, 2)
    assert issued == [{"count": 1}, {"count": 1}, {"count": None, "fewer_than": 10, "proof": "person"}]


def test_the_voter_who_is_void_has_no_session_left(world: World) -> None:
    open_it(world)
    token = in_person.hand_over(world.deps, world.elin, ROUND, SAID | {"is_sure": "1"}, desk_token="nobody's")
    voter = voters.load_voter(world.deps, ROUND, token)
    assert voter is not None
    void(world, voter)
    assert voters.load_voter(world.deps, ROUND, token) is None


def test_a_reference_that_is_none(world: World) -> None:
    open_it(world)
    voter = come_by_email(world, "nia@cwm.example")
    right = voiding.reference_of(world.deps, voter)
    slip = ("1" if right[0] != "1" else "2") + right[1:]
    for typed, reason, wanted in (
        ("", "asked", {"reference": "missing"}),
        (slip, "asked", {"reference": "reference-mistyped"}),
        ("000-000-000", "asked", {"reference": "reference-unknown"}),
        (right, "malice", {"reason": "choose-a-reason"}),
    ):
        with pytest.raises(Refusal) as error:
            voiding.void_voter(world.deps, world.elin, ROUND, typed, reason=reason, replace=False)
        assert faults(error) == wanted
    assert said(world) == []
    with world.db.read() as tx:
        assert wrong_codes.count_of_late(tx, ROUND, world.clock.now()) == 0


def test_references_are_of_one_voter_and_one_round(world: World) -> None:
    open_it(world)
    references = {
        voiding.reference_of(world.deps, come_by_email(world, f"{name}@cwm.example"))
        for name in ("nia", "rhys", "mair")
    }
    assert len(references) == 3
    voter = come_by_email(world, "nia@cwm.example")
    elsewhere = Voter(round_id=RoundId("arall"), selector=voter.selector, pot_ids=())
    assert voiding.reference_of(world.deps, voter) in references
    assert voiding.reference_of(world.deps, elsewhere) not in references


def test_only_organisers_and_only_until_the_close(world: World) -> None:
    open_vote(world)
    voter = voter_of(world, issue(world)[0])
    for viewer in (world.carys, world.ffion, world.bryn):
        with pytest.raises(Refusal):
            void(world, voter, viewer=viewer)
    reference = voiding.reference_of(world.deps, voter)
    close(world)
    with pytest.raises(Refusal) as error:
        voiding.void_voter(world.deps, world.elin, ROUND, reference, reason="asked", replace=False)
    assert error.value.code == "wrong-phase"
