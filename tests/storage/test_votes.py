"""Roll and box on both databases: round trips, constraints as the last word, no trace of order or link."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from pb.domain.batches import Batch, CodeStatus
from pb.domain.ids import BallotId
from pb.domain.voting import Ballot, BallotState
from pb.storage import box, roll, voter_sessions
from tests.votes import GREEN, ROUND, YOUNG, open_vote
from tests.world import NOON, World


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else None
    made = World(tmp_path, database_url=url)
    open_vote(made)
    yield made
    made.close()


def a_ballot(number: int, **changed: object) -> Ballot:
    made = Ballot(
        id=BallotId(f"b{number}"),
        revision=1,
        state=BallotState.CURRENT,
        payload=f'{{"{GREEN}":{{"p{number % 7}":1}}}}',
        nonce=f"{number:064x}",
        leaf=f"{(number * 7919) % 10_007:064x}",
        receipt=f"{number:016}",
    )
    return replace(made, **changed)  # type: ignore[arg-type] # fields by name


def a_batch(batch_id: str = "swp0000001") -> Batch:
    return Batch(id=batch_id, label="Ysgol", pot_ids=(GREEN, YOUNG), issued_at=NOON)


def test_codes_come_back_as_they_were_put(world: World) -> None:
    with world.db.write() as tx:
        roll.put_batch(tx, ROUND, a_batch(), count=3)
        roll.put_codes(tx, ROUND, a_batch().id, [("AAAAA", "v1"), ("BBBBB", "v2"), ("CCCCC", "v3")])
        roll.put_voted(tx, ROUND, "BBBBB")
        roll.put_voted(tx, ROUND, "CCCCC")
        roll.put_status(tx, ROUND, ["CCCCC"], CodeStatus.VOID)
        roll.put_status(tx, ROUND, [], CodeStatus.VOID)
    with world.db.read() as tx:
        assert roll.load_batch(tx, ROUND, a_batch().id) == a_batch()
        assert roll.load_batch(tx, "arall", a_batch().id) is None
        assert roll.is_batch_known(tx, a_batch().id)
        code = roll.load_code(tx, ROUND, "BBBBB")
        assert roll.load_code(tx, ROUND, "ZZZZZ") is None
        assert roll.list_selectors(tx, ROUND) == {"AAAAA", "BBBBB", "CCCCC"}
        assert roll.list_live_selectors(tx, a_batch().id) == ["AAAAA", "BBBBB"]
        ((batch, counts),) = roll.list_batches(tx, ROUND)
        assert counts == roll.count_by_proof(tx, ROUND)["code"]
    assert code == roll.Credential(
        selector="BBBBB",
        batch_id=a_batch().id,
        pot_ids=(GREEN, YOUNG),
        verifier="v2",
        status=CodeStatus.ISSUED,
        has_voted=True,
    )
    assert batch == a_batch()
    assert (counts.issued_count, counts.void_count, counts.used_count) == (3, 1, 1)
    with world.db.write() as tx:
        roll.erase_verifiers(tx, ROUND)
        erased = roll.load_code(tx, ROUND, "AAAAA", for_update=True)
    assert erased is not None
    assert erased.verifier == ""


def test_a_round_without_codes_counts_none(world: World) -> None:
    with world.db.read() as tx:
        assert roll.count_by_proof(tx, ROUND) == {}
        assert roll.list_batches(tx, ROUND) == []


def test_a_selector_is_issued_once_in_a_round(world: World) -> None:
    with world.db.write() as tx:
        roll.put_batch(tx, ROUND, a_batch(), count=2)
    with pytest.raises(IntegrityError), world.db.write() as tx:
        roll.put_codes(tx, ROUND, a_batch().id, [("AAAAA", "v1"), ("AAAAA", "v2")])
    with world.db.read() as tx:
        assert roll.list_selectors(tx, ROUND) == set()


def test_a_later_ballot_takes_the_place_of_the_earlier(world: World) -> None:
    with world.db.write() as tx:
        box.put_ballot(tx, ROUND, "h1", a_ballot(1))
        box.put_ballot(tx, ROUND, "h2", a_ballot(2))
        box.put_ballot(tx, ROUND, "h1", a_ballot(3, revision=2))
        box.void_ballots(tx, ROUND, "h2")
        box.put_draft(tx, ROUND, "h1", "{}")
    with world.db.read() as tx:
        assert box.list_all(tx, ROUND, "h1") == ("{}", box.list_ballots(tx, ROUND, "h1"))
        assert box.list_all(tx, ROUND, "h2") == (None, box.list_ballots(tx, ROUND, "h2"))
        assert box.list_all(tx, "arall", "h1") == (None, [])
        states = [(ballot.id, ballot.state.value) for ballot in box.list_ballots(tx, ROUND, "h1")]
        assert states == [("b1", "superseded"), ("b3", "current")]
        assert box.count_ballots(tx, ROUND) == (1, 2)
        assert box.list_leaves(tx, ROUND) == (
            [a_ballot(3).leaf],
            sorted([a_ballot(1).leaf, a_ballot(2).leaf]),
        )
        assert box.find_receipt(tx, ROUND, a_ballot(2).receipt) == box.Receipted(
            state=BallotState.VOID, leaf=a_ballot(2).leaf, batch=None
        )
        assert box.find_receipt(tx, "arall", a_ballot(2).receipt) is None
        assert box.list_counted_payloads(tx, ROUND) == [{GREEN: {"p3": 1}}]


def test_a_handle_has_one_ballot_of_each_revision(world: World) -> None:
    with world.db.write() as tx:
        box.put_ballot(tx, ROUND, "h1", a_ballot(1))
    with pytest.raises(IntegrityError), world.db.write() as tx:
        box.put_ballot(tx, ROUND, "h1", a_ballot(2))
    with world.db.read() as tx:
        assert box.count_ballots(tx, ROUND) == (1, 0)


def test_a_draft_takes_the_place_of_the_one_before(world: World) -> None:
    with world.db.write() as tx:
        box.put_draft(tx, ROUND, "h1", "{}")
        box.put_draft(tx, ROUND, "h1", '{"gwyrdd":{}}')
        assert box.list_all(tx, ROUND, "h1")[0] == '{"gwyrdd":{}}'
        assert box.list_all(tx, ROUND, "h2")[0] is None
        box.remove_draft(tx, ROUND, "h1")
        assert box.list_all(tx, ROUND, "h1")[0] is None


def test_sealing_leaves_no_handle_no_order_and_nothing_of_what_was_replaced(world: World) -> None:
    for number in range(60):
        with world.db.write() as tx:  # each in its own transaction, as people vote
            box.put_ballot(tx, ROUND, f"h{number}", a_ballot(number))
    with world.db.write() as tx:
        box.put_ballot(tx, ROUND, "h0", a_ballot(100, revision=2))
        box.put_draft(tx, ROUND, "h1", "{}")
        before = box.list_leaves(tx, ROUND), box.list_counted_payloads(tx, ROUND)
    with world.db.write() as tx:
        box.seal_box(tx, ROUND)
    with world.db.read() as tx:
        assert (box.list_leaves(tx, ROUND), box.list_counted_payloads(tx, ROUND)) == before
        # as the rows lie in the file, which is how a curious administrator would look at them
        rows = tx.connection().exec_driver_sql("SELECT id, handle, state, payload, leaf FROM ballot").all()
        assert box.list_all(tx, ROUND, "h1")[0] is None
        if world.db.is_sqlite:
            with pytest.raises(Exception, match="rowid"):
                tx.connection().exec_driver_sql("SELECT rowid FROM ballot")
        else:
            writers = tx.connection().exec_driver_sql("SELECT DISTINCT xmin::text FROM ballot").all()
            assert len(writers) == 1
    assert {row.handle for row in rows} == {None}
    assert [row.payload for row in rows if row.state != "current"] == [""]
    order = [row.id if world.db.is_sqlite else row.leaf for row in rows]
    assert order == sorted(order)


def test_many_imported_ballots_are_put_in_chunks(world: World) -> None:
    with world.db.write() as tx:
        box.put_sealed(tx, ROUND, [a_ballot(number) for number in range(4_500)])
    with world.db.read() as tx:
        assert box.count_ballots(tx, ROUND) == (4_500, 0)


def test_sessions_end_by_token_code_round_and_age(world: World) -> None:
    def put(token: str, round_id: str, selector: str, minutes: int = 0) -> None:
        at = NOON.replace(minute=minutes)
        voter_sessions.put_session(tx, token, round_id=round_id, selector=selector, at=at)

    with world.db.write() as tx:
        roll.put_batch(tx, ROUND, a_batch(), count=3)
        roll.put_codes(tx, ROUND, a_batch().id, [("AAAAA", "v1"), ("BBBBB", "v2"), ("CCCCC", "v3")])
        put("a", ROUND, "AAAAA")
        put("b", ROUND, "AAAAA", 30)
        put("c", ROUND, "BBBBB", 30)
        put("d", ROUND, "CCCCC", 30)
        voter_sessions.put_seen(tx, "b", at=NOON.replace(minute=40))
        seen = voter_sessions.load_session(tx, "b")
        assert seen is not None
        assert (seen.started_at.minute, seen.seen_at.minute) == (30, 40)
        assert (seen.status, seen.pot_ids) == (CodeStatus.ISSUED, a_batch().pot_ids)
        voter_sessions.remove_ended(tx, seen_before=NOON.replace(minute=10), started_before=NOON)
        assert voter_sessions.load_session(tx, "a") is None
        voter_sessions.remove_session(tx, "c")
        assert voter_sessions.load_session(tx, "c") is None
        voter_sessions.remove_sessions_of(tx, ROUND, "AAAAA")
        assert voter_sessions.load_session(tx, "b") is None
        voter_sessions.remove_sessions_in(tx, ROUND)
        assert voter_sessions.load_session(tx, "d") is None
