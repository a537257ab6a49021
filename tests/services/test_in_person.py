"""The desk: a code on the spot or the device handed over, one person once, and nothing beyond the desk."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import pytest

from pb.domain.batches import CodeStatus
from pb.domain.ids import RoundId
from pb.domain.people import Role, Viewer
from pb.domain.refusals import Refusal
from pb.services import (
    ballots,
    chain,
    codes,
    in_person,
    overview,
    proof_setup,
    proving,
    signin,
    voters,
    wrong_codes,
)
from pb.services.voters import Voter
from pb.storage import desk, events, people, roll
from pb.storage import signin as sessions
from tests.proofs import load_postcodes
from tests.rounds import make_round
from tests.services.proofs.test_email import faults
from tests.services.proofs.test_register import NIA, come, come_by_email, load
from tests.votes import GREEN, ROUND, YOUNG, cast, close, open_vote, voter_of
from tests.world import NOON, ORGANISATION, World

SAID = {"tie": "live", "is_old_enough": "1"}


def open_it(world: World, *proofs: str) -> None:
    load_postcodes(world)
    open_vote(world, proofs=proofs or ("email", "register", "person"))


def let_in(
    world: World, typed: dict[str, str] = SAID, *, viewer: Viewer | None = None, is_sure: bool = True
) -> str:
    sure = {"is_sure": "1"} if is_sure else {}
    return in_person.let_in(world.deps, viewer or world.elin, ROUND, new_form(world) | typed | sure).code


def new_form(world: World) -> dict[str, str]:
    """What stands in a form of the desk before anything is typed."""
    return {"person": world.deps.randomness.id()}


def teller(world: World, *, only: str | None = None) -> Viewer:
    """Huw, who lets people in, in one round or in all."""
    huw = world.person("Huw")
    with world.db.write() as tx:
        people.put_membership(
            tx,
            organisation_id=ORGANISATION,
            person_id=huw.id,
            role=Role.TELLER,
            at=NOON,
            round_id=None if only is None else RoundId(only),
        )
        found = people.load_viewer(tx, huw.id)
    assert found is not None
    return found


def session_of(world: World, viewer: Viewer) -> str:
    token = signin.new_token(world.deps)
    with world.db.write() as tx:
        sessions.put_session(tx, signin.token_hash(token), viewer.id, at=world.clock.now())
    return token


def hand_over(world: World, viewer: Viewer, session: str, typed: dict[str, str] = SAID) -> Voter:
    sent = new_form(world) | typed | {"is_sure": "1"}
    token = in_person.hand_over(world.deps, viewer, ROUND, sent, desk_token=session)
    voter = voters.load_voter(world.deps, ROUND, token)
    assert voter is not None
    return voter


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
    cast(world, voter, {GREEN: {}})
    with pytest.raises(Refusal) as error:
        let_in(world, NIA)
    assert faults(error) == {"surname": "voted-already"}


def test_who_came_another_way_and_voted_is_not_let_in_again(world: World) -> None:
    open_it(world)
    load(world)
    cast(world, come_by_email(world, "nia@cwm.example"), {GREEN: {}})
    with pytest.raises(Refusal) as error:
        let_in(world, NIA)
    assert faults(error) == {"surname": "voted-already"}


def test_who_came_another_way_and_has_not_voted_begins_anew_unseen(world: World) -> None:
    open_it(world)
    load(world)
    token = proving.ask(world.deps, ROUND, "register", NIA).token
    earlier = voters.load_voter(world.deps, ROUND, token)
    assert earlier is not None
    ballots.keep_choices(world.deps, earlier, {GREEN: {"gardd": 1}})
    assert ballots.view_paper(world.deps, earlier).is_kept
    old, new = let_in(world, NIA), let_in(world, NIA)
    assert voter_of(world, new) == earlier, "the same voter, not a second one"
    assert not ballots.view_paper(world.deps, earlier).is_kept, "nobody at the desk sees what was chosen"
    assert voters.load_voter(world.deps, ROUND, token) is None
    with pytest.raises(Refusal):
        voter_of(world, old)


def test_a_form_that_is_sent_twice_lets_in_once(world: World) -> None:
    open_it(world)
    form = new_form(world)
    let_in(world, SAID | form)
    with pytest.raises(Refusal) as error:
        let_in(world, SAID | form)
    assert error.value.code == "desk-form-sent"
    assert let_in(world, SAID)
    assert in_person.view_desk(world.deps, world.elin, ROUND).let_in_count == 2


def test_two_taps_at_once_open_one_paper(world: World) -> None:
    open_it(world)
    session = session_of(world, world.elin)
    sent = new_form(world) | SAID | {"is_sure": "1"}

    def tap(_: int) -> str:
        return in_person.hand_over(world.deps, world.elin, ROUND, sent, desk_token=session)

    with ThreadPoolExecutor(4) as hands:
        (token,) = set(hands.map(tap, range(4)))
    assert voters.load_voter(world.deps, ROUND, token)
    assert in_person.view_desk(world.deps, world.elin, ROUND).let_in_count == 1


def test_a_void_voter_is_not_let_in(world: World) -> None:
    open_it(world)
    load(world)
    voter = come(world)
    with world.db.write() as tx:
        roll.put_status(tx, ROUND, [voter.selector], CodeStatus.VOID)
    with pytest.raises(Refusal) as error:
        let_in(world, NIA)
    assert error.value.code == "voter-void"


def test_a_declaration_is_asked_of_whoever_is_not_on_the_register(world: World) -> None:
    open_it(world)
    load(world)
    with pytest.raises(Refusal) as error:
        let_in(world, {"tie": "own"})
    assert faults(error) == {"tie": "missing", "is_old_enough": "missing"}
    assert let_in(world, NIA)


def test_wrong_answers_at_the_desk_count_as_guesses(world: World) -> None:
    open_it(world)
    load(world)
    with pytest.raises(Refusal):
        let_in(world, NIA | {"number": "99"})
    with world.db.read() as tx:
        assert wrong_codes.count_of_late(tx, ROUND, world.clock.now()) == 1


def test_a_teller_sees_the_desk_and_nothing_else(world: World) -> None:
    open_it(world)
    huw = teller(world)
    let_in(world, viewer=huw)
    let_in(world, viewer=huw)
    let_in(world)
    assert in_person.view_desk(world.deps, huw, ROUND).let_in_count == 2
    assert [each.id for each in in_person.view_desks(world.deps, huw, ORGANISATION).rounds] == [ROUND]
    for call in (overview.view_manage, codes.view_codes, proof_setup.view_proofs):
        with pytest.raises(Refusal) as error:
            call(world.deps, huw, ROUND)
        assert error.value.code == "not-your-role"


def test_a_teller_of_one_round_is_none_in_another(world: World) -> None:
    open_it(world)
    make_round(world, round_id="arall")
    huw = teller(world, only="arall")
    assert in_person.view_desks(world.deps, huw, ORGANISATION).rounds == ()
    for call in (in_person.view_desk, lambda deps, who, where: let_in(world, viewer=who)):
        with pytest.raises(Refusal) as error:
            call(world.deps, huw, ROUND)
        assert error.value.code == "not-your-role"


def test_a_device_in_other_hands_is_good_for_the_desk_alone(world: World) -> None:
    open_it(world)
    session = session_of(world, world.elin)
    voter = hand_over(world, world.elin, session)
    assert voter.pot_ids == (GREEN, YOUNG)
    back = signin.load_viewer(world.deps, session)
    assert back is not None
    assert (back.id, back.role_in(ORGANISATION)) == (world.elin.id, Role.TELLER)
    assert in_person.take_back(world.deps, session) == ROUND
    with pytest.raises(Refusal):
        codes.view_codes(world.deps, back, ROUND)
    assert hand_over(world, back, session) != voter
    assert in_person.take_back(world.deps, session_of(world, world.elin)) is None


def test_a_role_that_has_ended_ends_the_desk_of_a_device_too(world: World) -> None:
    open_it(world)
    huw = teller(world)
    session = session_of(world, huw)
    hand_over(world, huw, session)
    with world.db.write() as tx:
        people.remove_membership(tx, organisation_id=ORGANISATION, person_id=huw.id)
    found = signin.load_viewer(world.deps, session)
    assert found is not None
    assert found.memberships == ()


def test_the_log_says_at_the_close_how_many_each_teller_let_in(world: World) -> None:
    open_it(world)
    huw = teller(world)
    for viewer in (huw, huw, world.elin):
        let_in(world, viewer=viewer)

    def said() -> list[tuple[str | None, str, Mapping[str, object]]]:
        with world.db.read() as tx:
            found = events.list_events(tx, ROUND)
        return [(e.actor, e.role, e.payload) for e in found if e.type == "people_let_in"]

    assert said() == [], "before the close it would tell the minute at which somebody came"
    close(world)
    names = [chain.pseudonym(world.deps, ROUND, viewer.id) for viewer in (world.elin, huw)]
    few = {"fewer_than": 10}  # how few would be nobody's business
    assert said() == [(names[0], "teller", few), (names[1], "teller", few)]
    with world.db.read() as tx:
        assert desk.list_counts(tx, ROUND) == {}


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
