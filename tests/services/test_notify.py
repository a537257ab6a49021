"""Text messages through GOV.UK Notify: what it is sent, and what each of its answers becomes."""

import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest

from pb.domain.refusals import Refusal
from pb.i18n.marks import N_
from pb.services import texts
from pb.services.notify import Account, NotifyTexter
from pb.services.texts import Text, TextNotSent, Why
from tests.notify import API_KEY, SECRET, TEMPLATE, FakeNotify, fake_notify
from tests.world import NOON, StandingClock, World

NUMBER = "+447700900123"


@pytest.fixture
def notify() -> Iterator[FakeNotify]:
    with fake_notify(NOON) as made:
        yield made


def texter(notify: FakeNotify, *, key: str = API_KEY, seconds: float = 0) -> NotifyTexter:
    clock = StandingClock()
    clock.go(seconds=seconds)
    return NotifyTexter(Account(url=notify.url, api_key=key, template_id=TEMPLATE), clock)


def test_a_message_is_sent_whole_with_a_token_that_the_secret_has_signed(notify: FakeNotify) -> None:
    texter(notify).send(Text(to=NUMBER, body="Côd: 123456\n\nŵ"))
    (sent,) = notify.taken
    assert sent == {
        "phone_number": NUMBER,
        "template_id": TEMPLATE,
        "personalisation": {"message": "Côd: 123456\n\nŵ"},
    }


def test_whether_a_message_went_before_is_asked_by_its_name(notify: FakeNotify) -> None:
    sender = texter(notify)
    assert not sender.has_sent("atgoffa-1")
    sender.send(Text(to=NUMBER, body="Dewch", name="atgoffa-1"))
    assert sender.has_sent("atgoffa-1")
    assert not sender.has_sent("atgoffa-2")


@pytest.mark.parametrize(
    ("status", "kind", "why"),
    [
        (400, "ValidationError", Why.NUMBER),
        (400, "BadRequestError", Why.DOWN),
        (403, "AuthError", Why.DOWN),
        (429, "RateLimitError", Why.BUSY),
        (429, "TooManyRequestsError", Why.SPENT),
        (500, "Exception", Why.DOWN),
    ],
)
def test_every_no_has_its_meaning_and_the_log_its_kind_alone(
    notify: FakeNotify, caplog: pytest.LogCaptureFixture, status: int, kind: str, why: Why
) -> None:
    notify.fault = (status, kind, f"phone_number {NUMBER} or 123456 was wrong")
    caplog.set_level(logging.DEBUG)
    with pytest.raises(TextNotSent) as error:
        texter(notify).send(Text(to=NUMBER, body="Y cod: 123456"))
    assert error.value.why is why
    assert [record.getMessage() for record in caplog.records] == [f"Notify answered {status} {kind}"]
    assert error.value.__cause__ is None  # what would quote the address of the request


def test_a_service_that_may_not_send_abroad_cannot_reach_that_number(notify: FakeNotify) -> None:
    notify.fault = (400, "BadRequestError", "Cannot send to international mobile numbers")
    with pytest.raises(TextNotSent) as error:
        texter(notify).send(Text(to="+33612345678", body="Y cod: 123456"))
    assert error.value.why is Why.NUMBER


BROKEN = [b"", b"<html>", b"[]", b'{"errors": [7]}', b'{"errors": [{"error": "a\\nb"}]}']


@pytest.mark.parametrize("broken", BROKEN)
@pytest.mark.parametrize("status", [201, 502])
def test_an_answer_that_is_none_of_theirs_ends_nothing(
    notify: FakeNotify, caplog: pytest.LogCaptureFixture, status: int, broken: bytes
) -> None:
    notify.broken = broken
    if status == 502:
        notify.fault = (502, "Exception", "")
    elif broken[:1] in (b"[", b"{"):
        texter(notify).send(Text(to=NUMBER, body="Y cod"))
        return
    with pytest.raises(TextNotSent) as error:
        texter(notify).send(Text(to=NUMBER, body="Y cod"))
    assert error.value.why is Why.DOWN
    assert all("\n" not in record.getMessage() for record in caplog.records)


def test_a_wrong_key_or_a_clock_that_is_off_is_not_let_through(notify: FakeNotify) -> None:
    for sender in (texter(notify, key=API_KEY[:-1] + "1"), texter(notify, seconds=31)):
        with pytest.raises(TextNotSent):
            sender.send(Text(to=NUMBER, body="Y cod"))
    texter(notify, seconds=29).send(Text(to=NUMBER, body="Y cod"))
    assert len(notify.taken) == 1


def test_nobody_at_the_other_end_is_told_and_not_waited_for(caplog: pytest.LogCaptureFixture) -> None:
    with fake_notify(NOON) as gone:
        pass
    with pytest.raises(TextNotSent) as error:
        texter(gone).has_sent("atgoffa")
    assert error.value.why is Why.DOWN
    assert [record.getMessage() for record in caplog.records] == ["no answer from Notify: URLError"]


def test_it_is_ready_where_key_and_template_are_right(notify: FakeNotify) -> None:
    assert texter(notify).is_ready()
    assert not texter(notify, key=API_KEY[:-1] + "1").is_ready()
    notify.template = "Your code is ((code))"
    assert not texter(notify).is_ready()


def test_the_account_never_shows_its_key() -> None:
    assert SECRET not in repr(Account(url="https://notify", api_key=API_KEY, template_id=TEMPLATE))


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ((400, "ValidationError", ""), "invalid-form"),
        ((429, "RateLimitError", ""), "texts-busy"),
        ((429, "TooManyRequestsError", ""), "texts-spent"),
        ((403, "AuthError", ""), "text-not-sent"),
        ((500, "Exception", ""), "text-not-sent"),
    ],
)
def test_people_are_told_why_in_words_of_ours(
    notify: FakeNotify, world: World, fault: tuple[int, str, str], code: str
) -> None:
    notify.fault = fault
    deps = replace(world.deps, texter=texter(notify))
    with pytest.raises(Refusal) as error:
        texts.send(deps, (N_("Round: %(round)s"),), to=NUMBER, language="cy", facts={"round": "A"})
    assert error.value.code == code


def test_without_a_sender_nothing_is_sent(world: World) -> None:
    with pytest.raises(Refusal) as error:
        texts.send(replace(world.deps, texter=None), (), to=NUMBER, language="cy")
    assert error.value.code == "text-not-sent"
