"""A code by text: one voter for one number, few words, and never more texts than the round may pay for."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from pb.domain.refusals import Refusal
from pb.domain.text import LANGUAGES, Language
from pb.i18n.catalog import words
from pb.i18n.formats import date_and_time
from pb.i18n.marks import Mark, say
from pb.services import proof_setup, proving, receipts, reminding, text_cap
from pb.services.deps import Settings
from pb.services.limits import Limits
from pb.services.proofs.text import WORDS
from pb.services.voters import Voter
from pb.storage.tables import METADATA
from tests.proofs import come_by, open_vote_by_email, texted_code
from tests.services.proofs.test_email import faults
from tests.votes import GREEN, ROUND, YOUNG, cast, close
from tests.world import World

TYPED = {"phone": "07700 900123", "postcode": "SA99 1AA", "tie": "live", "is_old_enough": "1"}
# The letters that a text holds at one to a septet; others make it cost twice as much.
CHEAP_LETTERS = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)


def opened(world: World) -> None:
    open_vote_by_email(world, proofs=("code", "email", "text"))


def ask(world: World, **changed: str) -> str:
    return proving.ask(world.deps, ROUND, "text", TYPED | changed).token


def come(world: World, **changed: str) -> Voter:
    return come_by(world, "text", TYPED | changed)


def test_the_text_has_the_code_in_the_language_of_the_page_and_opens_the_paper(world: World) -> None:
    opened(world)
    assert come(world).pot_ids == (GREEN, YOUNG)
    (text,) = world.telephone.texts
    assert text.to == "+447700900123"
    code = texted_code(world)
    assert text.body.splitlines()[0].startswith(f"Eich cod i bleidleisio: {code}.")
    assert text.body.splitlines()[-1] == f"@localhost #{code}"  # what telephones read, to fill the code in
    proving.ask(world.deps, ROUND, "text", TYPED | {"phone": "07700 900124"}, language="en")
    assert world.telephone.texts[-1].body.startswith("Your code for voting: ")
    assert world.letters.letters == []


LINK = "https://pleidleisio.sirddychmygol.llyw.cymru/en/rounds/abcdefghij"
LAST_LINES: dict[tuple[Mark, ...], str] = {
    WORDS: "@pleidleisio.sirddychmygol.llyw.cymru #123456",
    receipts.TEXT: f"{LINK}/receipt",
    reminding.TEXT: f"{LINK}/vote",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("wording", LAST_LINES)
def test_a_text_costs_no_more_than_it_must(wording: tuple[Mark, ...], language: Language) -> None:
    when = date_and_time(datetime(2026, 9, 30, 12, tzinfo=UTC), language)  # the longest day and month
    facts = {"code": "123456", "receipt": "4F7K-02QX-91MD-ZB6T", "closes": when}
    body = " ".join(say(part, words(language), facts) for part in wording)
    body += f"\n\n{LAST_LINES[wording]}"
    assert len(body) <= (160 if wording != reminding.TEXT or language == "en" else 2 * 153)
    assert set(body) <= CHEAP_LETTERS


def test_the_same_number_is_the_same_voter_however_it_is_typed(world: World) -> None:
    opened(world)
    first = come(world)
    assert come(world, phone="+44 (0)7700-900123", postcode="SA99 1AB", tie="work") == first
    assert come(world, phone="+353 87 123 4567") != first
    assert dict(proof_setup.view_proofs(world.deps, world.elin, ROUND).counts)["text"].issued_count == 2


def test_everything_missing_is_told_at_once_and_no_text_goes(world: World) -> None:
    opened(world)
    for changed, wanted in (
        (dict.fromkeys(TYPED, ""), dict.fromkeys(TYPED, "missing")),
        ({"phone": "029 2000 0000"}, {"phone": "phone-not-mobile"}),
        ({"phone": "nia"}, {"phone": "not-a-phone"}),
        ({"postcode": "SA99 9ZZ"}, {"postcode": "postcode-outside"}),
        ({"tie": "own"}, {"tie": "missing"}),
    ):
        with pytest.raises(Refusal) as error:
            ask(world, **changed)
        assert faults(error) == wanted
    assert world.telephone.texts == []
    assert proof_setup.view_proofs(world.deps, world.elin, ROUND).texts == text_cap.TextCounts(
        of_late=0, in_all=0, most_per_hour=300
    )


def test_texts_to_one_number_are_limited_and_others_are_not_held_up(world: World) -> None:
    opened(world)
    for _ in range(5):
        ask(world)
    with pytest.raises(Refusal) as error:
        ask(world, phone="447700900123")
    assert error.value.code == "too-many-attempts"
    assert len(world.telephone.texts) == 5
    assert come(world, phone="07700 900124").pot_ids == (GREEN, YOUNG)


def test_texts_asked_for_from_one_network_are_limited(world: World) -> None:
    opened(world)

    def ask_from(network: str, number: int) -> None:
        proving.ask(world.deps, ROUND, "text", TYPED | {"phone": f"077009{number:05}"}, network=network)

    for number in range(60):
        ask_from("192.0.2.7", number)
    with pytest.raises(Refusal) as error:
        ask_from("192.0.2.7", 60)
    assert error.value.code == "too-many-attempts"
    ask_from("192.0.2.8", 60)
    assert len(world.telephone.texts) == 61


def test_a_round_has_so_many_texts_an_hour_and_no_process_sends_more(world: World) -> None:
    opened(world)
    few = replace(world.deps, settings=Settings(base_url="http://localhost", texts_per_hour=3))
    for number in range(3):
        elsewhere = replace(few, limits=Limits())  # as another process, or the same after a restart
        proving.ask(elsewhere, ROUND, "text", TYPED | {"phone": f"0770090012{number}"})
    with pytest.raises(Refusal) as error:
        proving.ask(few, ROUND, "text", TYPED | {"phone": "07700900129"})
    assert (error.value.code, error.value.facts) == ("texts-at-cap", {"retry_after_seconds": 600})
    assert len(world.telephone.texts) == 3
    seen = proof_setup.view_proofs(few, world.elin, ROUND).texts
    assert seen == text_cap.TextCounts(of_late=3, in_all=3, most_per_hour=3)
    assert seen.is_full
    world.clock.go(minutes=75)
    proving.ask(few, ROUND, "text", TYPED | {"phone": "07700900129"})
    seen = proof_setup.view_proofs(few, world.elin, ROUND).texts
    assert seen == text_cap.TextCounts(of_late=1, in_all=4, most_per_hour=3)


def test_it_is_offered_only_where_texts_can_be_sent(world: World) -> None:
    opened(world)
    without = replace(world.deps, texter=None)
    view = proof_setup.view_proofs(without, world.elin, ROUND)
    assert "text" not in view.known
    assert view.texts is None
    assert "text" in proof_setup.view_proofs(world.deps, world.elin, ROUND).known


def test_nothing_that_was_typed_is_kept_and_the_close_forgets_who_came(world: World, tmp_path: Path) -> None:
    opened(world)
    cast(world, come(world), {GREEN: {}, YOUNG: {}})
    ask(world, phone="07700 900555")
    held = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"gwyrdd" in held
    assert all(secret not in held for secret in (b"7700900123", b"7700900555", b"7700 900123", b"SA99 1AA,"))
    close(world)
    with world.db.read() as tx:
        for table in ("voter_key", "sent_code"):
            assert tx.connection().execute(select(METADATA.tables[table])).all() == []
        sent = METADATA.tables["sent_texts"]
        (kept,) = tx.connection().execute(select(sent.c["count"].label("sent"), sent.c.slot_at)).all()
    assert kept.sent == 2
    assert (kept.slot_at.hour, kept.slot_at.minute) == (0, 0), "how many, and no longer when"


def test_after_the_close_nobody_comes_in(world: World) -> None:
    opened(world)
    token = ask(world)
    world.clock.moment += timedelta(days=8)
    with pytest.raises(Refusal) as error:
        proving.answer(world.deps, ROUND, "text", texted_code(world), token=token)
    assert error.value.code == "voting-closed"
