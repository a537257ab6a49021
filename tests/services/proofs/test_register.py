"""The register: only hashes are kept, folded names match, and one person is one voter across proofs."""

from pathlib import Path

import pytest

from pb.domain.refusals import Refusal
from pb.services import electors, proving, voters
from pb.services.voters import Voter
from pb.storage import events
from tests.proofs import come_by, load_postcodes
from tests.services.proofs.test_email import TYPED, faults, rows
from tests.votes import GREEN, ROUND, YOUNG, close, open_vote
from tests.world import World

FIELDS = ("surname", "postcode", "number")
PEOPLE = (
    "Cyfenw,Postcode,Number,Ward,Email\n"
    "Pugh-Siân,SA99 1AA,17,Harbour,nia@cwm.example\nÔl Hir,SA99 1AB,18,Y Pentre,\nPugh,SA99 1AA,19,,\n"
)
NIA = {"surname": "pugh sian", "postcode": "sa991aa", "number": "1 7"}


def load(world: World, content: str = PEOPLE, *, fields: tuple[str, ...] = FIELDS) -> None:
    read = electors.try_electors(
        world.deps, world.elin, ROUND, content.encode(), fields=fields, source="Rhestr aelodau"
    )
    assert read is None
    tried = electors.view_electors(world.deps, world.alys, ROUND).tried
    assert tried is not None
    electors.use_electors(world.deps, world.alys, ROUND, tried.id)


def open_it(world: World, proofs: tuple[str, ...] = ("code", "email", "register")) -> None:
    load_postcodes(world)
    open_vote(world, proofs=proofs)
    load(world)


def come(world: World, **changed: str) -> Voter:
    entered = proving.ask(world.deps, ROUND, "register", NIA | changed)
    assert entered.is_in
    voter = voters.load_voter(world.deps, ROUND, entered.token)
    assert voter is not None
    return voter


def come_by_email(world: World, address: str) -> Voter:
    return come_by(world, "email", TYPED | {"email": address})


def test_whoever_is_on_it_comes_in_and_again_as_the_same_voter(world: World) -> None:
    open_it(world)
    voter = come(world)
    assert voter.pot_ids == (GREEN, YOUNG)
    assert come(world, surname="PUGH - SIÂN", number="17") == voter
    assert come(world, surname="ol hir", postcode="SA99 1AB", number="18") != voter
    assert world.letters.letters == []


def test_an_address_on_the_register_ties_both_proofs_whichever_comes_first(world: World) -> None:
    open_it(world)
    assert come_by_email(world, "nia@cwm.example") == come(world)
    assert come_by_email(world, "arall@cwm.example") != come(world)


def test_an_address_that_two_people_share_ties_nobody(world: World) -> None:
    open_it(world)
    load(world, PEOPLE.replace(",18,Y Pentre,", ",18,Y Pentre,nia+mam@cwm.example"))
    found = [
        come(world),
        come_by_email(world, "nia@cwm.example"),
        come(world, surname="Ôl Hir", postcode="SA99 1AB", number="18"),
    ]
    assert len({voter.selector for voter in found}) == 3


def test_what_does_not_fit_is_told_alike_and_guessing_is_slowed(world: World) -> None:
    open_it(world)
    for changed in ({"surname": "Huws"}, {"number": "18"}, {"surname": "Nobody", "number": "99"}):
        with pytest.raises(Refusal) as error:
            come(world, **changed)
        assert faults(error) == {"surname": "no-match"}
    with pytest.raises(Refusal) as error:
        come(world, surname=" ", number="-")
    assert faults(error) == {"surname": "missing", "number": "missing"}
    for number in range(27):
        with pytest.raises(Refusal):
            come(world, number=str(100 + number))
    with pytest.raises(Refusal) as error:
        come(world)
    assert error.value.code == "too-many-attempts"


def test_nothing_of_the_file_is_kept_but_hashes_and_wards_and_the_close_forgets_them(
    world: World, tmp_path: Path
) -> None:
    open_it(world)
    come(world)
    held = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()).lower()
    assert "Rhestr aelodau".lower().encode() in held
    for secret in ("pugh", "sa99 1aa,17", "ôl hir", "olhir", "nia@"):
        assert secret.encode() not in held
    assert {row.area for row in rows(world, "elector")} == {"harbwr", "pentre", ""}
    close(world)
    assert rows(world, "elector") == rows(world, "voter_key") == []
    assert [row.elector_count for row in rows(world, "elector_table")] == [3]


def test_the_chain_says_how_many_from_where_and_not_who(world: World) -> None:
    open_it(world)
    with world.db.read() as tx:
        (loaded,) = [event for event in events.list_events(tx, ROUND) if event.type == "register_loaded"]
    assert loaded.payload.keys() == {"count", "file", "source", "fields"}
    assert (loaded.payload["count"], loaded.payload["fields"]) == (3, list(FIELDS))


def test_while_voting_is_open_a_second_person_and_the_same_fields(world: World) -> None:
    open_it(world)
    voter = come(world)

    def try_it(fields: tuple[str, ...], source: str = "Rhestr") -> None:
        more = (PEOPLE + "Rees,SA99 1AC,20,,\n").encode()
        electors.try_electors(world.deps, world.elin, ROUND, more, fields=fields, source=source)

    with pytest.raises(Refusal) as error:
        try_it(("surname", "number"))
    assert faults(error) == {"fields": "fields-fixed"}
    with pytest.raises(Refusal) as error:
        try_it(("surname",), " ")
    assert faults(error) == {"fields": "choose-two-fields", "source": "missing"}
    try_it(FIELDS)
    view = electors.view_electors(world.deps, world.elin, ROUND)
    assert view.tried is not None
    assert (view.new_count, view.gone_count, view.moved_count, view.needs_another) == (1, 0, 0, True)
    with pytest.raises(Refusal) as error:
        electors.use_electors(world.deps, world.elin, ROUND, view.tried.id)
    assert error.value.code == "second-person-for-register"
    electors.use_electors(world.deps, world.alys, ROUND, view.tried.id)
    assert come(world) == voter
    assert come(world, surname="Rees", postcode="SA99 1AC", number="20") != voter


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        ("surname,number\nRees,1\n,2\nREES, 1\n", [(3, "field-empty"), (4, "person-twice")]),
        ("surname,number,ward\nRees,1,Atlantis\n", [(2, "ward-unknown")]),
        ("surname\nRees\n", [(1, "column-missing-number")]),
        ("surname,number\n\n", [(1, "no-people")]),
    ],
)
def test_each_fault_is_told_with_its_line_and_nothing_is_kept(
    world: World, lines: str, wanted: list[tuple[int, str]]
) -> None:
    open_vote(world)
    read = electors.try_electors(
        world.deps, world.elin, ROUND, lines.encode(), fields=("surname", "number"), source="Rhestr"
    )
    assert read is not None
    assert [(fault.line, fault.code) for fault in read.faults] == wanted
    assert rows(world, "elector_table") == []
