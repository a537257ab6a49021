"""A vote as a machine: any order of what voters, organisers and the clock may do, held against a model.

Each step goes through the services as the pages call them, or by the express way, as chance has it.
"""

import asyncio
import json
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import event
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
)

from pb.domain.refusals import Refusal
from pb.domain.rounds import WhichCounts
from pb.domain.seals import LEAST_SIZE, root_of
from pb.services import ballots, clockwork, codes, express, voters, voting
from pb.services.receipts import look_up_receipt
from pb.storage import box, box_batches, roll
from tests.property.effort import effort
from tests.services.voting_model import GOOD, TOO_MANY, Holder, Model
from tests.votes import CAMP, CLOSES_AT, GARDEN, GREEN, PATHS, ROUND, TREES, YOUNG, issue, open_vote
from tests.world import World

CHOICES: dict[str, dict[str, dict[str, int]]] = {
    "blank": {GREEN: {}, YOUNG: {}},
    "garden": {GREEN: {GARDEN: 1}, YOUNG: {}},
    "both": {GREEN: {GARDEN: 1, TREES: 1}, YOUNG: {CAMP: 1}},
    TOO_MANY: {GREEN: {GARDEN: 1, TREES: 1, PATHS: 1}, YOUNG: {}},
}
STATES = {"current": "counted", "superseded": "replaced", "void": "void"}
Form = tuple[str, voters.Voter, str, str, str, tuple[str, int]]  # code, voter, session, token, digest, what


def code_of(act: Callable[[], object]) -> str:
    """The code of a refusal (of its first field where it is about one); `done` where there is none."""
    try:
        act()
    except Refusal as no:
        return no.faults[0].code if no.code == "invalid-form" and no.faults[0].field == "code" else no.code
    return "done"


class VotingMachine(RuleBasedStateMachine):
    handed_out: Bundle[str] = Bundle("codes")
    forms: Bundle[Form] = Bundle("forms")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="pb-machine-")
        self.world, self.model = World(Path(self.folder.name)), Model()
        self.tokens: dict[str, str] = {}
        self.sent = 0

    def teardown(self) -> None:
        if not self.model.is_closed:
            self.close()
        self.what_is_closed_is_sealed()
        self.every_receipt_has_its_answer()
        self.world.close()
        self.folder.cleanup()

    def look(self) -> None:
        """What every page does first."""
        clockwork.settle(self.world.deps, ROUND)
        self.model.look(LEAST_SIZE)

    # ---- what may happen

    @initialize(target=handed_out, first_counts=st.booleans())
    def begin(self, first_counts: bool) -> Any:
        self.model.first_counts = first_counts
        open_vote(self.world, which_counts=WhichCounts.FIRST if first_counts else WhichCounts.LAST)
        return self.issue_one()

    @precondition(lambda self: not self.model.is_closed and len(self.model.holders) < 4)
    @rule(target=handed_out)
    def issue_one(self) -> str:
        (code,) = issue(self.world)
        self.model.holders[code] = Holder()
        return code

    @rule(code=handed_out)
    def enter(self, code: str) -> None:
        self.look()
        expected = "voting-closed" if self.model.is_closed else "done"
        if not self.model.is_closed and self.model.holders[code].state != GOOD:
            expected = "code-void"

        def act() -> None:
            self.tokens[code] = voters.enter_code(self.world.deps, ROUND, code)

        assert code_of(act) == expected
        self.model.holders[code].is_in |= expected == "done"

    @rule(code=handed_out, choices=st.sampled_from(sorted(CHOICES)), fast=st.booleans())
    def choose(self, code: str, choices: str, fast: bool) -> None:
        self.look()
        deps, token = self.world.deps, self.tokens.get(code, "")
        voter = voters.load_voter(deps, ROUND, token)
        assert (voter is not None) == self.model.holders[code].is_in
        if voter is None:
            assert not asyncio.run(express.Express(deps).choose(ROUND, token, CHOICES[choices]))
            return
        if fast:
            ballots.view_paper(deps, voter)  # the page with the form: somebody has read this edition
            done = asyncio.run(express.Express(deps).choose(ROUND, token, CHOICES[choices]))
            assert done == (choices != TOO_MANY and not self.model.stands(code))
        else:
            refused = code_of(lambda: ballots.check_choices(deps, voter, CHOICES[choices]))
            expected = "invalid-form" if choices == TOO_MANY else "done"
            assert refused == ("vote-stands" if self.model.stands(code) else expected)
        self.model.choose(code, choices)

    @rule(target=forms, code=handed_out)
    def open_the_check_page(self, code: str) -> Any:
        holder = self.model.holders[code]
        voter = voters.load_voter(self.world.deps, ROUND, self.tokens.get(code))
        assert (voter is not None) == holder.is_in
        if voter is None:
            return multiple()
        seen = ballots.view_paper(self.world.deps, voter)
        assert seen.is_kept == (holder.ticked is not None)
        assert seen.receipt == (holder.votes[-1][1] if holder.votes else None)
        for part in seen.parts:
            assert part.marks == CHOICES[holder.form[0]][part.pot.id]
        return (code, voter, self.tokens[code], seen.cast_token, seen.paper_digest, holder.form)

    @rule(
        target=forms,
        code=handed_out,
        choices=st.sampled_from(sorted(CHOICES)),
        taps=st.lists(st.booleans(), min_size=1, max_size=2),
    )
    def vote_in_one_go(self, code: str, choices: str, taps: list[bool]) -> Any:
        """As most people do, some with a double tap (True: by the express way); the form stays open."""
        if not self.model.holders[code].is_in:
            self.enter(code)
        self.choose(code, choices, taps[0])
        form = self.open_the_check_page(code)
        for fast in taps if self.model.holders[code].is_in else ():
            self.send_the_form(form, fast)
        return form

    @rule(form=forms, fast=st.booleans())
    def send_the_form(self, form: Form, fast: bool) -> None:
        """The first time, or again: a double tap, an old tab, a resend."""
        code, voter, token, cast_token, digest, what = form
        self.look()
        deps, answer = self.world.deps, self.model.answer(code, what)
        self.sent += 1
        event(f"a form sent: {answer}, {'express' if fast else 'service'}")
        if fast:
            is_known = voters.load_voter(deps, ROUND, token) is not None
            done = asyncio.run(express.Express(deps).cast(ROUND, token, cast=cast_token, paper_digest=digest))
            assert done == (answer in ("cast", "again") and is_known)
            if not done:  # the ordinary way answers
                self._send(form, answer)
                return
            receipt = ballots.view_paper(deps, voter).receipt or ""
            self._note(code, what[0], answer, receipt)
        else:
            self._send(form, answer)

    def _send(self, form: Form, answer: str) -> None:
        code, voter, _, token, digest, (choices, _) = form

        def act() -> None:
            receipt = voting.cast_ballot(self.world.deps, voter, token=token, paper_digest=digest)
            self._note(code, choices, answer, receipt)

        assert code_of(act) == ("done" if answer in ("cast", "again") else answer)

    def _note(self, code: str, choices: str, answer: str, receipt: str) -> None:
        if answer == "cast":
            assert receipt not in self.model.receipts()
            self.model.cast(code, choices, receipt)
        assert receipt == self.model.holders[code].votes[-1][1]

    @rule(target=handed_out, code=handed_out, replace=st.booleans())
    def make_void(self, code: str, replace: bool) -> str:
        made: list[codes.IssuedBatch | None] = []
        deps, elin = self.world.deps, self.world.elin
        expected = "done" if self.model.holders[code].state == GOOD else "code-void-already"
        refused = code_of(lambda: made.append(codes.void_code(deps, elin, ROUND, code, replace=replace)))
        assert refused == ("wrong-phase" if self.model.is_closed else expected)
        if not made:
            return code
        self.model.void(code)
        if made[0] is None:
            return code
        (new,) = made[0].codes
        self.model.holders[new] = Holder()
        return new

    @precondition(lambda self: not self.model.is_closed and self.model.unsealed < 9)
    @rule()
    def a_crowd_votes(self) -> None:
        """Enough for a batch; a batch is due with the next look, where the hour is over."""
        many = issue(self.world, LEAST_SIZE)
        crowd = (voters.Voter(round_id=ROUND, selector=code[:5], pot_ids=(GREEN, YOUNG)) for code in many)
        given = voting.cast_many(self.world.deps, ROUND, ((voter, CHOICES["both"]) for voter in crowd))
        for code, receipt in zip(many, given, strict=True):
            self.model.holders[code] = Holder()
            self.model.cast(code, "both", receipt)

    @precondition(lambda self: not self.model.is_closed)
    @rule()
    def an_hour_goes_by(self) -> None:
        self.world.clock.go(hours=1)
        self.model.leave()
        self.look()

    @precondition(lambda self: not self.model.is_closed and self.sent > 5)
    @rule()
    def close(self) -> None:
        self.look()
        self.world.clock.moment = CLOSES_AT
        self.model.hour_over = True
        clockwork.settle(self.world.deps, ROUND)
        self.model.close(LEAST_SIZE)

    # ---- what always holds

    def _rows(self, query: str) -> list[Any]:
        with self.world.db.read() as tx:
            return list(tx.connection().exec_driver_sql(query))

    @invariant()
    def nothing_with_a_receipt_is_lost_or_doubled(self) -> None:
        rows = self._rows("SELECT receipt, state FROM ballot")
        expected = self.model.receipts()
        assert len(rows) == len(expected)
        assert {receipt: STATES[state] for receipt, state in rows} == expected
        with self.world.db.read() as tx:
            turnout, payloads = voting.turnout(tx, ROUND), box.list_counted_payloads(tx, ROUND)
            used = roll.count_by_proof(tx, ROUND)["code"].used_count
        tally = Counter(expected.values())
        assert (turnout.counted, turnout.superseded) == (tally["counted"], tally["replaced"] + tally["void"])
        assert used == turnout.codes_used == turnout.counted
        said = Counter(json.dumps(each, sort_keys=True) for each in payloads)
        assert said == Counter(json.dumps(CHOICES[each], sort_keys=True) for each in self.model.counted())

    @invariant()
    def what_waits_is_what_was_ticked(self) -> None:
        ticked = sum(holder.ticked is not None for holder in self.model.holders.values())
        assert self._rows("SELECT count(*) FROM draft_ballot") == [(ticked,)]

    @invariant()
    def batches_hold_what_was_sealed_and_nothing_twice(self) -> None:
        with self.world.db.read() as tx:
            batches = box_batches.list_sealed_batches(tx, ROUND)
            leaves = [box_batches.list_leaves_in_batch(tx, ROUND, batch.number) for batch in batches]
        assert [batch.size for batch in batches] == self.model.batches == [len(each) for each in leaves]
        assert [batch.root for batch in batches] == [root_of(each) for each in leaves]

    @precondition(lambda self: self.model.is_closed)
    @invariant()
    def what_is_closed_is_sealed(self) -> None:
        assert self._rows("SELECT count(*) FROM ballot WHERE handle IS NOT NULL") == [(0,)]
        assert self._rows("SELECT count(*) FROM ballot WHERE state != 'current' AND payload != ''") == [(0,)]
        assert self._rows("SELECT count(*) FROM draft_ballot") == [(0,)]
        assert self._rows("SELECT count(*) FROM voter_session") == [(0,)]
        assert self.world.deps.keys.link_key(ROUND) is None
        with self.world.db.read() as tx:
            counted, superseded = box.list_leaves(tx, ROUND)
            batches = box_batches.list_sealed_batches(tx, ROUND)
            turnout = voting.turnout(tx, ROUND)
        assert turnout.root == root_of(counted)
        assert sum(batch.size for batch in batches) == len(counted) + len(superseded)

    @rule()
    def every_receipt_has_its_answer(self) -> None:
        for receipt, state in list(self.model.receipts().items())[:60]:
            found = look_up_receipt(self.world.deps, ROUND, receipt)
            assert found.state == (state if self.model.is_closed else "in-box")
            assert set(found.as_record()) == {"schema", "round", "receipt", "state", "leaf", "proofs"}
            assert not any(project in json.dumps(found.as_record()) for project in (GARDEN, TREES, CAMP))


TestVotingMachine = VotingMachine.TestCase
TestVotingMachine.settings = effort(12, 400)
