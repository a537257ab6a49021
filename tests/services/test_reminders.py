"""Reminders: asked for, taken back, sent once to those alone who have not voted, and forgotten."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from pb.domain.refusals import Refusal
from pb.domain.text import Language
from pb.services import codes, proving, reminders, reminding, voters, work
from pb.services.deps import Deps
from pb.services.limits import Limits
from pb.services.mail import FolderMailer, Letter
from pb.services.texts import FolderTexter, Text, TextNotSent, Why
from pb.services.voters import Voter
from pb.storage.db import Database
from pb.storage.tables import METADATA
from tests.proofs import open_vote_by_email, sent_code
from tests.services.proofs.test_email import TYPED
from tests.services.proofs.test_text import TYPED as TEXTED
from tests.votes import CLOSES_AT, GARDEN, GREEN, ROUND, cast, close, issue, open_vote, voter_of
from tests.world import World

DUE = CLOSES_AT - timedelta(hours=24)


@pytest.fixture
def opened(world: World) -> World:
    open_vote(world)
    return world


@pytest.fixture(params=["sqlite", "postgres"])
def anywhere(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[World]:
    is_here = request.param == "sqlite"
    made = World(tmp_path, database_url=None if is_here else request.getfixturevalue("postgres_url"))
    open_vote(made)
    yield made
    made.close()


def wish(world: World, voter: Voter, email: str = "", phone: str = "", language: Language = "cy") -> None:
    reminders.ask_reminder(world.deps, voter, email=email, phone=phone, language=language)


def wishing(world: World, count: int) -> list[Voter]:
    """Voters who asked to be reminded, every other one by text."""
    made = [voter_of(world, code) for code in issue(world, count)]
    for number, voter in enumerate(made):
        if number % 2:
            wish(world, voter, phone=f"07700 9{number:05}")
        else:
            wish(world, voter, email=f"pleidleisiwr{number}@cwm.example")
    return made


def kept(world: World) -> int:
    with world.db.read() as tx:
        return len(tx.connection().execute(select(METADATA.tables["reminder"])).all())


def restarted(world: World) -> Deps:
    """The same database, keys and senders in another process."""
    db = Database(world.db.url.render_as_string(hide_password=False))
    return replace(world.deps, db=db, limits=Limits())


def code_of(no: pytest.ExceptionInfo[Refusal]) -> str:
    return no.value.code


def test_one_letter_in_the_language_of_the_page_a_day_before_the_close(opened: World) -> None:
    first, second = (voter_of(opened, code) for code in issue(opened, 2))
    wish(opened, first, email=" Nia@Cwm.example ")
    wish(opened, second, phone="07700 900123", language="en")
    opened.clock.moment = DUE - timedelta(seconds=1)
    assert work.send_due_reminders(opened.deps) == 0
    opened.clock.moment = DUE
    assert work.send_due_reminders(opened.deps) == 2
    (letter,) = opened.letters.letters
    assert (letter.to, letter.subject) == ("nia@cwm.example", "Nid yw eich pleidlais wedi'i bwrw eto")
    assert "Cronfa Cwm Derw" in letter.body
    assert "9 Mawrth 2026, 12:00" in letter.body
    assert f"http://localhost/cy/rounds/{ROUND}/vote" in letter.body
    assert "Voting" not in letter.body
    (text,) = opened.telephone.texts
    assert text.to == "+447700900123"
    assert text.body.startswith("Your vote is not cast yet. Voting closes: Monday 9 March 2026, 12:00.")
    assert text.body.endswith(f"http://localhost/en/rounds/{ROUND}/vote")
    assert kept(opened) == 0, "the addresses are erased with it"
    opened.clock.go(hours=1)
    assert work.send_due_reminders(restarted(opened)) == 0


def test_whoever_has_voted_is_forgotten_at_once_and_not_reminded(opened: World) -> None:
    voter, other = wishing(opened, 2)
    cast(opened, voter, {GREEN: {GARDEN: 1}})
    assert kept(opened) == 1
    assert reminders.view_reminder(opened.deps, voter).is_set is False
    with pytest.raises(Refusal) as no:
        wish(opened, voter, email="nia@cwm.example")
    assert code_of(no) == "reminder-not-needed"
    opened.clock.moment = DUE
    assert work.send_due_reminders(opened.deps) == 1
    assert (len(opened.letters.letters), len(opened.telephone.texts)) == (0, 1)
    assert reminders.view_reminder(opened.deps, other).is_set is False


def test_a_void_code_is_forgotten(opened: World) -> None:
    (code,) = issue(opened)
    wish(opened, voter_of(opened, code), email="nia@cwm.example")
    codes.void_code(opened.deps, opened.elin, ROUND, code, replace=True)
    assert kept(opened) == 0


def test_a_voter_may_take_it_back_and_ask_again_elsewhere(opened: World) -> None:
    (voter,) = wishing(opened, 1)
    assert reminders.view_reminder(opened.deps, voter).is_set
    reminders.forget_reminder(opened.deps, voter)
    assert not reminders.view_reminder(opened.deps, voter).is_set
    reminders.forget_reminder(opened.deps, voter)
    wish(opened, voter, email="un@cwm.example")
    wish(opened, voter, email="dau@cwm.example")
    opened.clock.moment = DUE
    work.send_due_reminders(opened.deps)
    assert [letter.to for letter in opened.letters.letters] == ["dau@cwm.example"]


def test_it_is_too_late_within_a_day_of_the_close_and_in_vain_after_it(opened: World) -> None:
    voter = voter_of(opened, issue(opened)[0])
    assert reminders.view_reminder(opened.deps, voter).goes_at == DUE
    opened.clock.moment = DUE
    assert reminders.view_reminder(opened.deps, voter).goes_at is None
    with pytest.raises(Refusal) as no:
        wish(opened, voter, email="nia@cwm.example")
    assert code_of(no) == "reminder-too-late"


def test_after_the_close_nothing_is_sent_and_nothing_is_left(opened: World) -> None:
    wishing(opened, 3)
    opened.clock.moment = CLOSES_AT
    assert work.send_due_reminders(opened.deps) == 0
    close(opened)
    assert kept(opened) == 0
    assert work.send_due_reminders(opened.deps) == 0
    assert not opened.letters.letters
    assert not opened.telephone.texts


@pytest.mark.parametrize(
    ("email", "phone", "field", "code"),
    [
        ("", "", "email", "missing"),
        ("nia", "", "email", "not-an-email"),
        ("", "12", "phone", "not-a-phone"),
        ("a@b.example", "07700 900123", "phone", "only-one"),
    ],
)
def test_an_address_that_is_none_is_told(
    opened: World, email: str, phone: str, field: str, code: str
) -> None:
    with pytest.raises(Refusal) as no:
        wish(opened, voter_of(opened, issue(opened)[0]), email=email, phone=phone)
    assert [(fault.field, fault.code) for fault in no.value.faults] == [(field, code)]


@pytest.mark.parametrize("count", [1, 6])
def test_nobody_fills_other_peoples_letterboxes(opened: World, count: int) -> None:
    several = [voter_of(opened, code) for code in issue(opened, count)] * 6
    for number, voter in enumerate(several[:5]):
        reminders.ask_reminder(opened.deps, voter, email=f"nia+{number}@cwm.example", language="cy")
    with pytest.raises(Refusal) as no:
        reminders.ask_reminder(opened.deps, several[5], email="nia@cwm.example", language="cy")
    assert code_of(no) == "too-many-attempts"


def test_the_worker_of_the_site_sends_them_by_itself(opened: World) -> None:
    wishing(opened, 2)
    opened.clock.moment = DUE
    with work.Worker(opened.deps).running():
        for _ in range(200):
            if not kept(opened):
                break
            time.sleep(0.05)
    assert (len(opened.letters.letters), len(opened.telephone.texts), kept(opened)) == (1, 1, 0)


def test_each_goes_once_however_many_processes_send(anywhere: World) -> None:
    wishing(anywhere, 24)
    anywhere.clock.moment = DUE
    processes = [restarted(anywhere) for _ in range(4)]
    gate = threading.Barrier(4)

    def send(deps: Deps) -> int:
        gate.wait()
        return work.send_due_reminders(deps)

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(send, processes))
    assert sum(done) == 24
    sent = [letter.to for letter in anywhere.letters.letters] + [text.to for text in anywhere.telephone.texts]
    assert len(sent) == len(set(sent)) == 24
    for deps in processes:
        deps.db.close()


class Power(BaseException):
    """The machine stops, between the sending and the note of it."""


class Cut:
    """A sender for letters and texts that really sends; then, at some of them, the power goes."""

    AT = (("letter", 1), ("letter", 3), ("text", 2))

    def __init__(self, folder: Path) -> None:
        self.letters = FolderMailer(folder, sender="cyngor@cwm.example")
        self.texts = FolderTexter(folder)
        self.sent: Counter[str] = Counter()

    def send(self, message: Letter | Text) -> None:
        kind = "letter" if isinstance(message, Letter) else "text"
        if isinstance(message, Letter):
            self.letters.send(message)
        else:
            self.texts.send(message)
        self.sent[kind] += 1
        if (kind, self.sent[kind]) in self.AT:
            raise Power

    def has_sent(self, name: str) -> bool:
        return self.texts.has_sent(name)

    def is_ready(self) -> bool:
        return True


def test_a_process_that_ends_in_the_middle_neither_loses_nor_doubles_one(
    opened: World, tmp_path: Path
) -> None:
    wishing(opened, 8)
    opened.clock.moment = DUE
    cut = Cut(tmp_path / "sent")
    ends = 0
    while kept(opened):
        deps = replace(restarted(opened), mailer=cut, texter=cut)
        try:
            work.send_due_reminders(deps)
        except Power:
            ends += 1
        deps.db.close()
        opened.clock.go(minutes=6)
    assert ends == 3
    assert cut.sent == {"letter": 6, "text": 4}, "letters go again, under the name they had"
    assert len(list((tmp_path / "sent").iterdir())) == 8
    assert sum("900001" in path.read_text() for path in (tmp_path / "sent").iterdir()) == 1


class Away:
    """A sender that takes nothing for a while."""

    def __init__(self, why: Why = Why.DOWN) -> None:
        self.why, self.asked = why, 0

    def send(self, _: Letter | Text) -> None:
        self.asked += 1
        raise TextNotSent(self.why)

    def has_sent(self, _: str) -> bool:
        raise TextNotSent(self.why)

    def is_ready(self) -> bool:
        return False


class NoPost:
    def send(self, _: Letter) -> None:
        raise OSError("nia@cwm.example")


def test_a_sender_that_is_away_is_asked_again_later_and_at_last_let_be(
    opened: World, caplog: pytest.LogCaptureFixture
) -> None:
    wishing(opened, 2)
    opened.clock.moment = DUE
    deps = replace(opened.deps, mailer=NoPost(), texter=Away())
    for _ in range(3):
        assert work.send_due_reminders(deps) == 2
        assert work.send_due_reminders(deps) == 0, "not before the claim has ended"
        opened.clock.go(minutes=21)
    assert "cwm.example" not in caplog.text
    assert "900001" not in caplog.text
    assert work.send_due_reminders(opened.deps) == 2
    assert (len(opened.letters.letters), len(opened.telephone.texts), kept(opened)) == (1, 1, 0)
    wishless = [record for record in caplog.records if "given up" in record.getMessage()]
    assert wishless == []


def test_after_hours_in_vain_the_address_is_erased(opened: World, caplog: pytest.LogCaptureFixture) -> None:
    wishing(opened, 1)
    opened.clock.moment = DUE
    deps = replace(opened.deps, mailer=NoPost())
    for _ in range(reminding.MOST_ATTEMPTS):
        work.send_due_reminders(deps)
        assert kept(opened) == 1
        opened.clock.moment += reminding.CLAIM * 2**reminding.MOST_ATTEMPTS
        opened.clock.moment = min(opened.clock.moment, CLOSES_AT - timedelta(minutes=1))
        with opened.db.write() as tx:
            tx.connection().execute(METADATA.tables["reminder"].update().values(claimed_until=None))
    work.send_due_reminders(deps)
    assert kept(opened) == 0
    assert "given up" in caplog.text


def test_a_number_that_no_text_reaches_is_let_be(opened: World) -> None:
    wish(opened, voter_of(opened, issue(opened)[0]), phone="07700 900123")
    opened.clock.moment = DUE
    sender = Away(Why.NUMBER)
    assert work.send_due_reminders(replace(opened.deps, texter=sender)) == 1
    assert (sender.asked, kept(opened)) == (1, 0)


def test_moving_the_keys_away_loses_reminders_and_nothing_else(opened: World, tmp_path: Path) -> None:
    wishing(opened, 2)
    (tmp_path / "keys" / f"link-{ROUND}.key").write_bytes(b"7" * 32)
    opened.clock.moment = DUE
    assert work.send_due_reminders(opened.deps) == 2
    assert not opened.letters.letters
    assert not opened.telephone.texts


def test_whoever_came_by_a_code_can_be_reminded_where_it_was_sent(world: World) -> None:
    open_vote_by_email(world, proofs=("email", "text"))
    for proof, typed in (("email", TYPED), ("text", TEXTED)):
        token = proving.ask(world.deps, ROUND, proof, typed).token
        code = sent_code(world) if proof == "email" else world.telephone.texts[-1].body[-6:]
        session = proving.answer(world.deps, ROUND, proof, code, token=token)
        assert kept(world) == ("email", "text").index(proof), "not without being asked"
        proving.remind(world.deps, ROUND, session, token, "cy")
    world.clock.moment = DUE
    world.letters.letters.clear()
    world.telephone.texts.clear()
    assert work.send_due_reminders(world.deps) == 2
    assert [letter.to for letter in world.letters.letters] == ["nia@cwm.example"]
    assert [text.to for text in world.telephone.texts] == ["+447700900123"]


@pytest.mark.parametrize("spoilt", ["", "nothing", "other", "voted", "late"])
def test_what_the_browser_holds_is_good_for_its_own_code_alone(world: World, spoilt: str) -> None:
    open_vote_by_email(world, proofs=("email",))
    token = proving.ask(world.deps, ROUND, "email", TYPED).token
    session = proving.answer(world.deps, ROUND, "email", sent_code(world), token=token)
    other = proving.ask(world.deps, ROUND, "email", TYPED | {"email": "arall@cwm.example"}).token
    asked, _, sealed = token.partition(".")
    assert "nia" not in token
    given = {"nothing": asked, "other": f"{asked}.{other.partition('.')[2]}"}.get(spoilt, f"{asked}.{sealed}")
    voter = voters.load_voter(world.deps, ROUND, session)
    assert voter is not None
    if spoilt == "voted":
        cast(world, voter, {GREEN: {}})
    if spoilt == "late":
        world.clock.moment = DUE
        session = voters_session(world, voter)
    proving.remind(world.deps, ROUND, session, given, "cy")
    assert kept(world) == (0 if spoilt else 1)


def voters_session(world: World, voter: Voter) -> str:
    with world.db.write() as tx:
        return voters.begin_session(world.deps, tx, ROUND, voter.selector)
