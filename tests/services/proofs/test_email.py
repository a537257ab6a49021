"""A code by e-mail: one voter for one address, in the right ward, and nothing typed that is kept."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from pb.domain.ids import WardId
from pb.domain.refusals import Refusal
from pb.domain.rounds import Ward
from pb.domain.text import Bilingual
from pb.services import proof_setup, proving, voters
from pb.services.voters import Voter
from pb.storage import events
from pb.storage.tables import METADATA
from tests.proofs import come_by, open_vote_by_email, sent_code
from tests.votes import GREEN, ROUND, YOUNG, cast, close, open_vote, voting_round
from tests.world import World

TYPED = {"email": "nia@cwm.example", "postcode": "SA99 1AA", "tie": "live", "is_old_enough": "1"}


def ask(world: World, **changed: str) -> str:
    return proving.ask(world.deps, ROUND, "email", TYPED | changed).token


def come(world: World, **changed: str) -> Voter:
    return come_by(world, "email", TYPED | changed)


def faults(error: pytest.ExceptionInfo[Refusal]) -> dict[str, str]:
    return {fault.field: fault.code for fault in error.value.faults}


def test_the_letter_has_the_code_in_both_languages_and_the_code_opens_the_paper(world: World) -> None:
    open_vote_by_email(world)
    voter = come(world)
    assert voter.pot_ids == (GREEN, YOUNG)
    (letter,) = world.letters.letters
    assert (letter.to, letter.body.count(sent_code(world))) == ("nia@cwm.example", 2)
    assert "Cronfa Cwm Derw" in letter.body
    assert "Oak Vale Fund" in letter.body


def test_the_same_address_is_the_same_voter_however_it_is_typed(world: World) -> None:
    open_vote_by_email(world)
    first = come(world)
    assert come(world, email=" NIA@cwm.example ", postcode="SA99 1AB", tie="work") == first
    assert come(world, email="nia@arall.example") != first
    assert dict(proof_setup.view_proofs(world.deps, world.elin, ROUND).counts)["email"].issued_count == 2


def test_the_postcode_decides_the_pots(world: World) -> None:
    harbour = Ward(id=WardId("harbwr"), name=Bilingual(cy="Yr Harbwr", en="Harbour"))
    pots = voting_round().pots
    open_vote_by_email(world, pots=(pots[0], replace(pots[1], ward=harbour)))
    assert come(world).pot_ids == (GREEN, YOUNG)
    assert come(world, email="b@cwm.example", postcode="sa991ab").pot_ids == (GREEN,)
    assert come(world, email="c@cwm.example", postcode="SA99 1AC").pot_ids == (GREEN,)


def test_a_ward_without_a_pot_has_nothing_to_vote_on(world: World) -> None:
    harbour = Ward(id=WardId("harbwr"), name=Bilingual(cy="Yr Harbwr", en="Harbour"))
    open_vote_by_email(world, pots=tuple(replace(pot, ward=harbour) for pot in voting_round().pots))
    with pytest.raises(Refusal) as error:
        ask(world, postcode="SA99 1AB")
    assert faults(error) == {"postcode": "postcode-without-pot"}


def test_everything_missing_is_told_at_once_and_no_letter_goes(world: World) -> None:
    open_vote_by_email(world)
    for changed, wanted in (
        (dict.fromkeys(TYPED, ""), dict.fromkeys(TYPED, "missing")),
        ({"email": "nia"}, {"email": "not-an-email"}),
        ({"postcode": "SA99"}, {"postcode": "not-a-postcode"}),
        ({"postcode": "SA99 9ZZ"}, {"postcode": "postcode-outside"}),
        ({"tie": "own"}, {"tie": "missing"}),
    ):
        with pytest.raises(Refusal) as error:
            ask(world, **changed)
        assert faults(error) == wanted
    assert world.letters.letters == []


def test_only_the_ties_of_the_round_let_people_in(world: World) -> None:
    open_vote_by_email(world, ties=("live", "work"))
    with pytest.raises(Refusal) as error:
        ask(world, tie="study")
    assert faults(error) == {"tie": "missing"}
    assert come(world, tie="work").pot_ids == (GREEN, YOUNG)


def test_no_age_is_asked_for_where_none_is_set(world: World) -> None:
    open_vote_by_email(world, minimum_age=None)
    assert come(world, is_old_enough="").pot_ids == (GREEN, YOUNG)


def test_a_code_works_once_for_ten_minutes_five_times_in_one_browser(world: World) -> None:
    open_vote_by_email(world)

    def try_it(code: str, token: str | None) -> str:
        with pytest.raises(Refusal) as error:
            proving.answer(world.deps, ROUND, "email", code, token=token)
        return faults(error)["sent_code"]

    token = ask(world)
    right = sent_code(world)
    wrong = f"{(int(right) + 1) % 10**6:06}"
    assert try_it("12", token) == "sent-code-mistyped"
    assert try_it("", token) == "missing"
    assert try_it(right, None) == "sent-code-over"
    assert try_it(right, ask(world, email="arall@cwm.example")) == "sent-code-wrong"
    assert [try_it(wrong, token) for _ in range(6)] == ["sent-code-wrong"] * 5 + ["sent-code-over"]
    assert try_it(right, token) == "sent-code-over"
    token = ask(world)
    world.clock.go(minutes=10)
    assert try_it(sent_code(world), token) == "sent-code-over"
    token = ask(world)
    world.clock.go(minutes=9, seconds=59)
    assert proving.answer(world.deps, ROUND, "email", f" {sent_code(world)} ", token=token)
    assert try_it(sent_code(world), token) == "sent-code-over"


def test_letters_to_one_address_are_limited_and_others_are_not_held_up(world: World) -> None:
    open_vote_by_email(world)
    for _ in range(5):
        ask(world)
    with pytest.raises(Refusal) as error:
        ask(world, email="NIA@cwm.example")
    assert error.value.code == "too-many-attempts"
    assert len(world.letters.letters) == 5
    assert come(world, email="arall@cwm.example").pot_ids == (GREEN, YOUNG)


def test_a_round_that_does_not_take_it_knows_nothing_of_it(world: World) -> None:
    open_vote(world)
    with pytest.raises(Refusal) as error:
        ask(world)
    assert error.value.code == "proof-not-offered"


def test_a_round_without_codes_takes_none(world: World) -> None:
    open_vote_by_email(world, proofs=("email",))
    with pytest.raises(Refusal) as error:
        voters.enter_code(world.deps, ROUND, "7K2MD-Q9X4T-0WBZ5")
    assert error.value.code == "proof-not-offered"


def test_nothing_that_was_typed_is_kept_and_the_close_forgets_who_came(world: World, tmp_path: Path) -> None:
    open_vote_by_email(world)
    cast(world, come(world), {GREEN: {}, YOUNG: {}})
    ask(world, email="hanner@cwm.example")
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    held = b"".join(path.read_bytes() for path in files)
    assert b"gwyrdd" in held
    assert all(secret not in held for secret in (b"nia@", b"hanner@", b"cwm.example,"))
    assert len(rows(world, "voter_key")) == len(rows(world, "sent_code")) == 1
    assert (tmp_path / "keys" / f"proof-{ROUND}.key").is_file()
    close(world)
    assert rows(world, "voter_key") == rows(world, "sent_code") == []
    assert not (tmp_path / "keys" / f"proof-{ROUND}.key").exists()


def test_the_close_says_how_many_came_so_that_the_record_adds_up(world: World) -> None:
    open_vote_by_email(world)
    come(world)
    come(world, email="arall@cwm.example")
    with world.db.read() as tx:
        assert "codes_issued" not in [event.type for event in events.list_events(tx, ROUND)]
    close(world)
    with world.db.read() as tx:
        issued = [e.payload for e in events.list_events(tx, ROUND) if e.type == "codes_issued"]
    assert issued == [{"count": None, "fewer_than": 10, "proof": "email"}], "two are too few to be told"


def test_after_the_close_nobody_comes_in(world: World) -> None:
    open_vote_by_email(world)
    token = ask(world)
    world.clock.moment += timedelta(days=8)
    with pytest.raises(Refusal) as error:
        proving.answer(world.deps, ROUND, "email", sent_code(world), token=token)
    assert error.value.code == "voting-closed"


def rows(world: World, table: str) -> list[Any]:
    with world.db.read() as tx:
        return list(tx.connection().execute(select(METADATA.tables[table])).all())
