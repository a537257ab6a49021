"""Proposals in storage: round trips, and finding them by words, with or without accents."""

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from pb.domain.ids import ProposalId, WardId
from pb.domain.proposals import Proposal, ProposalFilter, Status
from pb.domain.rounds import Round
from pb.i18n.sorting import fold
from pb.storage import proposals, rounds
from tests.rounds import HARBOUR_POT, make_proposal, make_round
from tests.world import World

TITLES = ("Gŵyl y Tŷ Coch", "Gardd 100% gwyrdd", "Llwybr_beicio", "Cae ’rŵan – ÂÊÎÔÛŴŶ", "Straße 🏴 İstanbul")


@pytest.fixture
def made(world: World) -> list[Proposal]:
    round_ = make_round(world)
    return [make_proposal(world, round_, title) for title in TITLES]


def found(world: World, wanted: ProposalFilter, *, round_id: str | None = "cronfa26") -> list[int]:
    with world.db.read() as tx:
        numbers = [one.number for one in proposals.list_proposals(tx, round_id, wanted)]
        assert proposals.count_proposals(tx, round_id, wanted) == len(numbers)
    return numbers


def test_proposals_come_back_whole(world: World, made: list[Proposal]) -> None:
    draft = make_proposal(world, round_of(world), "Drafft", status=Status.DRAFT)
    with world.db.write() as tx:
        for one in (*made, draft):
            assert proposals.load_proposal(tx, one.id) == one
            assert proposals.load_proposal(tx, one.id, for_update=True) == one
        changed = replace(
            draft,
            status=Status.WITHDRAWN,
            author_id=None,
            paper_id="21/3 x",
            content=replace(draft.content, language="en", ward_id=WardId("pentre"), amount_pence=2**40),
        )
        proposals.put_proposal(tx, changed, search="")
        assert proposals.list_accepted(tx, "cronfa26") == tuple(made)
    with world.db.read() as tx:
        assert proposals.load_proposal(tx, draft.id) == changed
        assert proposals.load_proposal(tx, "neb") is None


def round_of(world: World) -> Round:
    with world.db.read() as tx:
        round_ = rounds.load_round(tx, "cronfa26")
    assert round_ is not None
    return round_


SEARCHES = {
    "gwyl": [1],
    "GŴYL": [1],
    "ty coch": [1],
    "coch tŷ": [1],
    "coch gardd": [],
    "gw": [1, 2],
    "100%": [2],
    "%": [2],
    "_": [3],
    "llwybr_beicio": [3],
    "llwybrxbeicio": [],
    "rwan": [4],
    "aeiouwy": [4],
    "strasse": [5],
    "straße": [5],
    "🏴": [5],
    "crynodeb": [1, 2, 3, 4, 5],
    "summary": [1, 2, 3, 4, 5],
    "'; DROP TABLE proposal; --": [],
    "\\": [],
    "*": [],
}


def test_words_are_found_with_or_without_accents(world: World, made: list[Proposal]) -> None:
    assert len(made) == 5
    answers = {typed: found(world, ProposalFilter(words=fold(typed))) for typed in SEARCHES}
    assert answers == SEARCHES


def test_filters_narrow_together(world: World, made: list[Proposal]) -> None:
    round_ = round_of(world)
    make_proposal(world, round_, "Cwch gwyrdd", pot=HARBOUR_POT)
    make_proposal(world, round_, "Drafft gwyrdd", status=Status.DRAFT)
    make_proposal(world, round_, "Na gwyrdd", status=Status.DECLINED)
    other = make_round(world, round_id="arall", pots=())
    with world.db.write() as tx:
        elsewhere = replace(
            made[0],
            id=ProposalId("e"),
            round_id=other.id,
            number=1,
            content=replace(made[0].content, pot_id=None),
        )
        proposals.put_proposal(tx, elsewhere, search="gwyrdd")
        proposals.put_proposal(
            tx, replace(made[2], content=replace(made[2].content, ward_id=WardId("pentre"))), search="gwyrdd"
        )
    green = fold("gwyrdd")
    assert found(world, ProposalFilter(words=green)) == [2, 3, 6, 8]
    assert found(world, ProposalFilter(words=green, pot_id=HARBOUR_POT.id)) == [6]
    assert found(world, ProposalFilter(words=green, ward_id="pentre")) == [3]
    assert found(world, ProposalFilter(words=green, statuses=(Status.DRAFT,))) == [7]
    assert found(world, ProposalFilter(words=green, statuses=())) == []
    assert found(world, ProposalFilter(words=green, author_id=world.bryn.id)) == [2, 3, 6, 8]
    assert found(world, ProposalFilter(words=green, author_id=world.elin.id)) == []
    assert found(world, ProposalFilter(words=green), round_id=None) == [1, 2, 3, 6, 8]
    assert found(world, ProposalFilter(words=green), round_id="neb") == []
    with world.db.read() as tx:
        page = proposals.list_proposals(tx, "cronfa26", ProposalFilter(words=green), offset=1, limit=2)
        assert [one.number for one in page] == [3, 6]


def test_numbers_and_paper_names_are_taken_once_in_a_round(world: World, made: list[Proposal]) -> None:
    with world.db.write() as tx:
        assert proposals.next_number(tx, "cronfa26") == 6
        assert proposals.next_number(tx, "neb") == 1
        proposals.put_proposal(tx, replace(made[0], paper_id="7"), search="")
    with pytest.raises(IntegrityError), world.db.write() as tx:
        proposals.put_proposal(tx, replace(made[1], paper_id="7"), search="")
    with pytest.raises(IntegrityError), world.db.write() as tx:
        proposals.put_proposal(tx, replace(made[1], number=1), search="")
    with world.db.read() as tx:
        assert proposals.load_proposal(tx, made[1].id) == made[1]
