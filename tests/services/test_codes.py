"""Codes: issued once, hashed, counted, made void; who may, and until when."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace

import pytest

from pb.domain.codes import read_voter_code
from pb.domain.refusals import Kind, Refusal
from pb.domain.rounds import Milestones
from pb.services import codes, voters
from pb.services.code_sheet import safe_cell, write_code_sheet
from pb.services.receipts import look_up_receipt
from pb.storage import box, roll, rounds
from pb.storage.events import list_events
from tests.votes import (
    CAMP,
    CLOSES_AT,
    GARDEN,
    GREEN,
    ROUND,
    YOUNG,
    cast,
    close,
    issue,
    open_vote,
    voter_of,
    voting_round,
)
from tests.world import NOON, World


def refused(act: Callable[[], object]) -> Refusal:
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value


def faults(act: Callable[[], object]) -> list[tuple[str, str]]:
    return [(fault.field, fault.code) for fault in refused(act).faults]


def events(world: World) -> list[tuple[str, dict[str, object]]]:
    with world.db.read() as tx:
        return [(event.type, dict(event.payload)) for event in list_events(tx, ROUND)]


def test_a_batch_is_issued_with_its_event_and_only_verifiers_are_kept(world: World) -> None:
    open_vote(world)
    issued = codes.issue_batch(
        world.deps, world.elin, ROUND, label=" Ysgol  y Cwm ", count=7, pot_ids=[YOUNG]
    )
    assert issued.batch.label == "Ysgol y Cwm"
    assert [pot.id for pot in issued.pots] == [YOUNG]
    assert len(set(issued.codes)) == 7
    assert events(world) == [("codes_issued", {"count": 7})]
    with world.db.read() as tx:
        kept = tx.connection().exec_driver_sql("SELECT * FROM credential").mappings().all()
        whole = str([dict(row) for row in kept])
    assert all(row["verifier"].startswith("$argon2id$") for row in kept)
    for text in issued.codes:
        code = read_voter_code(text)
        assert code is not None
        assert code.secret not in whole
        assert text not in whole


def test_two_batches_have_their_own_counts(world: World) -> None:
    open_vote(world)
    first, _ = issue(world, 3), issue(world, 2, pots=(GREEN,))
    cast(world, voter_of(world, first[0]), {GREEN: {GARDEN: 1}})
    codes.void_code(world.deps, world.elin, ROUND, first[1])
    seen = codes.view_codes(world.deps, world.elin, ROUND)
    counts = {len(view.pots): view.counts for view in seen.batches}
    assert (counts[2].issued_count, counts[2].used_count, counts[2].void_count) == (3, 1, 1)
    assert (counts[1].issued_count, counts[1].used_count, counts[1].void_count) == (2, 0, 0)
    assert (seen.turnout.codes_issued, seen.turnout.codes_used, seen.turnout.codes_void) == (5, 1, 1)
    assert (seen.turnout.counted, seen.turnout.root) == (1, "")


@pytest.mark.parametrize(
    ("label", "count", "pots", "wrong"),
    [
        ("", None, [], [("label", "missing"), ("count", "missing"), ("pots", "choose-a-pot")]),
        ("x" * 81, 0, [GREEN], [("label", "too-long"), ("count", "code-count")]),
        ("Da", 5_001, [GREEN], [("count", "code-count")]),
        ("Da", -1, [GREEN, "arall"], [("count", "code-count"), ("pots", "choose-a-pot")]),
        ("\u202e\u200b\0", 10**15, [GREEN], [("label", "missing"), ("count", "code-count")]),
    ],
)
def test_what_is_asked_for_is_judged_whole(
    world: World, label: str, count: int | None, pots: list[str], wrong: list[tuple[str, str]]
) -> None:
    open_vote(world)
    assert (
        faults(
            lambda: codes.issue_batch(world.deps, world.elin, ROUND, label=label, count=count, pot_ids=pots)
        )
        == wrong
    )
    assert events(world) == []


def test_a_form_sent_twice_issues_once(world: World) -> None:
    open_vote(world)
    batch_id = world.deps.randomness.id()

    def send(batch_id: str = batch_id) -> object:
        return codes.issue_batch(
            world.deps, world.elin, ROUND, label="A", count=2, pot_ids=[GREEN], batch_id=batch_id
        )

    send()
    no = refused(send)
    assert (no.code, no.kind) == ("batch-issued", Kind.WRONG_PHASE)
    assert events(world) == [("codes_issued", {"count": 2})]
    assert refused(lambda: send("../../etc/x")).code == "form-out-of-date"


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("ffion", "not-your-role"),
        ("carys", "not-your-role"),
        ("bryn", "not-found"),
        ("dai", "not-found"),
        (None, "sign-in-first"),
    ],
)
def test_only_organisers_handle_codes(world: World, who: str | None, code: str) -> None:
    open_vote(world)
    (text,) = issue(world)
    with world.db.read() as tx:
        (batch, _), *_ = roll.list_batches(tx, ROUND)
    viewer = getattr(world, who) if who else None
    before = events(world)
    acts: list[Callable[[], object]] = [
        lambda: codes.issue_batch(world.deps, viewer, ROUND, label="A", count=1, pot_ids=[GREEN]),
        lambda: codes.view_codes(world.deps, viewer, ROUND),
        lambda: codes.void_code(world.deps, viewer, ROUND, text),
        lambda: codes.void_batch(world.deps, viewer, ROUND, batch.id, is_sure=True),
        lambda: codes.view_batch(world.deps, viewer, ROUND, batch.id),
    ]
    assert [refused(act).code for act in acts] == [code] * len(acts)
    assert events(world) == before


def test_codes_are_issued_from_the_announcement_until_the_close(world: World) -> None:
    draft = voting_round(milestones=Milestones())
    with world.db.write() as tx:
        rounds.put_round(tx, draft, at=NOON)
    assert refused(lambda: issue(world)).code == "wrong-phase"
    with world.db.write() as tx:
        rounds.put_round(tx, replace(draft, milestones=Milestones(announced_at=NOON)), at=NOON)
    (early,) = issue(world)
    codes.void_code(world.deps, world.elin, ROUND, early)  # before the vote opens there is no key
    open_vote(world)
    (late,) = issue(world)
    world.clock.moment = CLOSES_AT
    assert refused(lambda: issue(world)).code == "wrong-phase"
    assert refused(lambda: codes.void_code(world.deps, world.elin, ROUND, late)).code == "wrong-phase"
    close(world)
    assert refused(lambda: issue(world)).code == "wrong-phase"
    assert not codes.view_codes(world.deps, world.elin, ROUND).may_issue


def test_a_void_code_takes_its_vote_out_of_the_count(world: World) -> None:
    open_vote(world)
    first, second = issue(world, 2)
    lost = cast(world, voter_of(world, first), {GREEN: {GARDEN: 1}})
    token = voters.enter_code(world.deps, ROUND, first)
    cast(world, voter_of(world, second), {YOUNG: {CAMP: 1}})
    assert codes.void_code(world.deps, world.elin, ROUND, first.lower()) is None
    assert voters.load_voter(world.deps, ROUND, token) is None
    with world.db.read() as tx:
        assert box.count_ballots(tx, ROUND) == (1, 1)
    assert events(world)[-1] == ("code_voided", {})
    close(world)
    assert look_up_receipt(world.deps, ROUND, lost).state == "void"


def test_a_replacement_is_good_for_the_same_pots(world: World) -> None:
    open_vote(world)
    (old,) = issue(world, pots=(YOUNG,))
    cast(world, voter_of(world, old), {YOUNG: {CAMP: 1}})
    made = codes.void_code(world.deps, world.elin, ROUND, old, replace=True)
    assert made is not None
    (new,) = made.codes
    assert faults(lambda: voters.enter_code(world.deps, ROUND, old)) == [("code", "code-void")]
    assert voter_of(world, new).pot_ids == (YOUNG,)
    assert [name for name, _ in events(world)] == ["codes_issued", "code_voided", "codes_issued"]
    (view,) = codes.view_codes(world.deps, world.elin, ROUND).batches
    assert (view.counts.issued_count, view.counts.void_count, view.counts.used_count) == (2, 1, 0)


def test_voiding_what_is_no_code_of_this_round(world: World) -> None:
    open_vote(world)
    (code,) = issue(world)

    def void(text: str) -> list[tuple[str, str]]:
        return faults(lambda: codes.void_code(world.deps, world.elin, ROUND, text))

    assert void("") == [("code", "missing")]
    assert void("x" * 100_000) == [("code", "code-mistyped")]
    assert void("00000-00000-00000") == [("code", "code-wrong")]
    codes.void_code(world.deps, world.elin, ROUND, code)
    assert void(code) == [("code", "code-void-already")]
    assert [name for name, _ in events(world)] == ["codes_issued", "code_voided"]


def test_voiding_a_batch_writes_an_event_for_every_code(world: World) -> None:
    open_vote(world)
    batch = issue(world, 4)
    (kept,) = issue(world)
    cast(world, voter_of(world, batch[0]), {})
    codes.void_code(world.deps, world.elin, ROUND, batch[3])
    first = next(
        view
        for view in codes.view_codes(world.deps, world.elin, ROUND).batches
        if view.counts.issued_count == 4
    )
    sure = faults(lambda: codes.void_batch(world.deps, world.elin, ROUND, first.batch.id, is_sure=False))
    assert sure == [("is_sure", "tick-to-confirm")]
    assert codes.void_batch(world.deps, world.elin, ROUND, first.batch.id, is_sure=True) == 3
    assert [name for name, _ in events(world)].count("code_voided") == 4
    assert voter_of(world, kept).selector == kept[:5]
    assert faults(lambda: voters.enter_code(world.deps, ROUND, batch[1])) == [("code", "code-void")]
    other = refused(lambda: codes.void_batch(world.deps, world.elin, ROUND, "arall", is_sure=True))
    assert other.code == "batch-not-found"


def test_the_sheet_opens_in_a_spreadsheet_and_runs_nothing(world: World) -> None:
    open_vote(world)
    issued = codes.issue_batch(
        world.deps, world.elin, ROUND, label='=1+1,"x"', count=2, pot_ids=[GREEN, YOUNG]
    )
    sheet = write_code_sheet(issued, base_url="https://cronfa.example")
    assert sheet.startswith(b"\xef\xbb\xbf")
    assert sheet.endswith(b"\r\n")
    rows = list(csv.DictReader(io.StringIO(sheet.decode("utf-8-sig"), newline="")))
    assert [row["code"] for row in rows] == list(issued.codes)
    assert rows[0]["address_cy"] == "https://cronfa.example/cy/rounds/rownd/vote"
    assert rows[0]["address_en"] == "https://cronfa.example/en/rounds/rownd/vote"
    assert rows[0]["label"] == '\'=1+1,"x"'
    assert rows[0]["pots_cy"] == "Y gronfa werdd; Cronfa'r ifanc"
    assert rows[0]["pots_en"] == "Green pot; Young people's pot"


@pytest.mark.parametrize("text", ["=x", "+1", "-1", "@x", "\tx", "\rx", "\nx", "\0x"])
def test_a_cell_that_looks_like_a_formula_is_quoted(text: str) -> None:
    assert safe_cell(text) == "'" + text
    assert safe_cell("x" + text) == "x" + text
