"""Voting with a code by e-mail, from the round's page to the receipt; and what organisers set and see."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from pb.domain.text import Language
from pb.services import postcodes, wrong_codes
from pb.services.mail import FolderMailer, Letter
from pb.services.notify import Account, NotifyTexter
from pb.storage import roll, sent_texts
from pb.storage.tables import METADATA
from pb.web import cookies
from pb.web.app import create_app
from tests.notify import API_KEY, TEMPLATE, fake_notify
from tests.proofs import SHORT, load_postcodes, open_vote_by_email, sent_code
from tests.rounds import make_round
from tests.services.proofs.test_register import NIA, open_it
from tests.votes import CAMP, CHOIR, CLOSES_AT, GARDEN, GREEN, ROUND, TREES, YOUNG, open_vote
from tests.web.conftest import AsPerson
from tests.web.page import Page
from tests.world import NOON, ORGANISATION, World

VOTE = f"/rounds/{ROUND}/vote"
EMAIL = f"{VOTE}/email"
PROOFS = f"/manage/{ROUND}/proofs"
POSTCODES = f"/organisations/{ORGANISATION}/postcodes"
TEXTED = {"phone": "07700 900123", "postcode": "sa99 1aa", "tie": "study", "is_old_enough": "1"}
TYPED = {"email": "nia@cwm.example", "postcode": "sa99 1aa", "tie": "study", "is_old_enough": "1"}


@pytest.mark.parametrize("language", ["cy", "en"])
def test_from_the_round_to_the_receipt(world: World, page: Page, language: Language) -> None:
    open_vote_by_email(world)
    page.language = language
    shown = page.get(f"/rounds/{ROUND}")
    assert shown.main.count("chod post" if language == "cy" else "postcode") == 1
    links = page.get(VOTE).links()
    page.get(links["Pleidleisio â chod drwy e-bost" if language == "cy" else "Vote with a code by email"])
    shown = page.submit(TYPED)
    assert shown.path == f"/{language}{EMAIL}/code"
    assert "nia" not in shown.html
    shown = page.submit({"sent_code": sent_code(world)})
    assert shown.path == f"/{language}/rounds/{ROUND}/ballot"
    page.submit()
    assert page.submit().path == f"/{language}/rounds/{ROUND}/ballot/receipt"


@pytest.mark.parametrize("language", ["cy", "en"])
def test_from_the_round_to_the_receipt_with_a_text(world: World, page: Page, language: Language) -> None:
    open_vote_by_email(world, proofs=("text",))
    page.language = language
    shown = page.get(f"/rounds/{ROUND}")
    assert shown.main.count("ffôn symudol" if language == "cy" else "a mobile phone") == 1
    links = page.get(VOTE).links()
    page.get(
        links["Pleidleisio â chod drwy neges destun" if language == "cy" else "Vote with a code by text"]
    )
    shown = page.submit(TEXTED | {"phone": "029 2000 0000"}, status=422)
    assert shown.faults == [
        "Nid yw negeseuon testun yn cyrraedd y rhif hwn. Rhowch rif ffôn symudol, sy'n dechrau â 07."
        if language == "cy"
        else "Texts do not reach this number. Enter a mobile number, which begins with 07."
    ]
    assert (shown.value("phone"), shown.value("postcode")) == ("029 2000 0000", "sa99 1aa")
    shown = page.submit({"phone": "07700 900123"})
    assert shown.path == f"/{language}{VOTE}/text/code"
    assert "900123" not in shown.html
    (text,) = world.telephone.texts
    assert text.body.startswith("Eich cod" if language == "cy" else "Your code")
    shown = page.submit({"sent_code": text.body[-6:]})
    assert shown.path == f"/{language}/rounds/{ROUND}/ballot"
    page.submit()
    assert page.submit().path == f"/{language}/rounds/{ROUND}/ballot/receipt"


def test_a_number_that_has_voted_is_answered_alike(world: World, page: Page) -> None:
    open_vote_by_email(world, proofs=("text",))
    page.get(f"{VOTE}/text")
    first = page.submit(TEXTED)
    page.submit({"sent_code": world.telephone.texts[-1].body[-6:]})
    page.submit()
    page.submit()
    other = Page(page.app)
    other.get(f"{VOTE}/text")
    assert other.submit(TEXTED).html == first.html
    assert len(world.telephone.texts) == 2


def test_a_text_that_does_not_go_is_told_and_nothing_typed_is_lost(world: World) -> None:
    open_vote_by_email(world, proofs=("text",))
    with fake_notify(NOON) as notify:
        account = Account(url=notify.url, api_key=API_KEY, template_id=TEMPLATE)
        deps = replace(world.deps, texter=NotifyTexter(account, world.clock))
        page = Page(create_app(deps), "en")
        page.get(f"{VOTE}/text")
        for kind, status, told in (
            ((429, "TooManyRequestsError"), 503, "No more texts can be sent today."),
            ((403, "AuthError"), 503, "The text could not be sent just now."),
        ):
            notify.fault = (*kind, "")
            shown = page.submit(TEXTED, status=status)
            assert told in shown.main
            assert (shown.value("phone"), shown.value("tie")) == (TEXTED["phone"], "study")
        notify.fault = (400, "ValidationError", "phone_number Not enough digits")
        assert page.submit(status=422).faults == [
            "We cannot send texts to this number. Check it, or choose another way."
        ]
        notify.fault = None
        assert page.submit().path == f"/en{VOTE}/text/code"
        (sent,) = notify.taken
        assert sent["phone_number"] == "+447700900123"


def test_the_hours_texts_are_told_to_organisers_and_kindly_to_voters(
    world: World, as_person: AsPerson, page: Page
) -> None:
    open_vote_by_email(world, proofs=("email", "text"))
    english = as_person(world.elin, language="en")
    assert "Texts sent in the last hour: 0. At most: 300" in english.get(PROOFS).main
    with world.db.write() as tx:
        for _ in range(300):
            sent_texts.add_text(tx, ROUND, NOON)
    page.language = "en"
    page.get(f"{VOTE}/text")
    shown = page.submit(TEXTED, status=503)
    assert "no more go out just now" in shown.main
    assert shown.value("phone") == TEXTED["phone"]
    assert world.telephone.texts == []
    shown = english.get(PROOFS)
    assert "Texts sent in the last hour: 300. At most: 300" in shown.main
    assert "No more texts go out just now" in shown.main


def test_texts_are_offered_where_they_can_be_sent(world: World, as_person: AsPerson) -> None:
    round_ = make_round(world, opens=NOON)
    load_postcodes(world)
    path = f"/manage/{round_.id}/proofs"
    english = as_person(world.elin, language="en")
    english.get(path)
    english.submit({"proofs": ["code", "text"]})
    assert english.get(path).value("proofs") == ["code", "text"]
    without = Page(create_app(replace(world.deps, texter=None)), "en")
    without.client.cookies.update(english.client.cookies)
    assert "Code by text" not in without.get(path).main


def test_coming_again_on_another_device_finds_the_draft(world: World, page: Page) -> None:
    open_vote_by_email(world)
    page.get(EMAIL)
    page.submit(TYPED)
    page.submit({"sent_code": sent_code(world)})
    assert page.submit().path.endswith("/ballot/check")
    other = Page(page.app)
    other.get(EMAIL)
    other.submit(TYPED | {"email": "NIA@cwm.example"})
    other.submit({"sent_code": sent_code(world)})
    assert other.get(f"/rounds/{ROUND}/ballot/check").path.endswith("/ballot/check")


def come_by(world: World, page: Page, proof: str) -> None:
    """Through the pages of a proof, up to the paper."""
    page.submit(TEXTED if proof == "text" else TYPED)
    page.submit({"sent_code": world.telephone.texts[-1].body[-6:] if proof == "text" else sent_code(world)})


@pytest.mark.parametrize("proof", ["email", "text"])
@pytest.mark.parametrize("language", ["cy", "en"])
def test_what_was_ticked_before_the_session_ended_comes_along(
    world: World, page: Page, language: Language, proof: str
) -> None:
    open_vote_by_email(world, proofs=("email", "text"))
    page.language = language
    page.get(f"{VOTE}/{proof}")
    come_by(world, page, proof)
    world.clock.go(minutes=16)
    shown = page.submit({f"choice.{GREEN}": [GARDEN, TREES], f"choice.{YOUNG}": CHOIR}, status=422)
    assert shown.all(".//input[@id='f-code']") == [], "nobody has a code in this round"
    page.submit(button=("carry", "1"), to=f"/{language}{VOTE}/{proof}")
    page.submit(dict.fromkeys(TYPED, ""), drop=("tie", "is_old_enough"), status=422)  # nor by a mistake
    page.switch_language()
    page.switch_language()
    page.submit(TEXTED if proof == "text" else TYPED)
    assert page.went == [f"/{language}{VOTE}/{proof}/code"]
    page.submit({"sent_code": "12"}, status=422)
    page.submit(button=("carry", "1"), to=f"/{language}{VOTE}/{proof}")  # a new code, after all
    page.switch_language()
    page.switch_language()
    come_by(world, page, proof)
    shown = page.get(f"/rounds/{ROUND}/ballot")
    assert set(shown.value(f"choice.{GREEN}") or ()) == {GARDEN, TREES}
    assert shown.value(f"choice.{YOUNG}") == CHOIR


def test_what_was_unticked_stays_unticked(world: World, page: Page) -> None:
    open_vote_by_email(world, proofs=("code", "email"))
    page.get(EMAIL)
    come_by(world, page, "email")
    page.submit({f"choice.{GREEN}": GARDEN})
    page.get(f"/rounds/{ROUND}/ballot")
    world.clock.go(minutes=16)
    shown = page.submit(drop=(f"choice.{GREEN}",), status=422)
    assert shown.form().find(".//input[@id='f-code']") is not None, "others may have a code"
    page.submit(button=("carry", "1"), to=f"/cy{EMAIL}")
    come_by(world, page, "email")
    assert page.get(f"/rounds/{ROUND}/ballot").value(f"choice.{GREEN}") is None


def test_somebody_on_the_register_loses_nothing_either(world: World, page: Page) -> None:
    open_it(world)
    page.get(f"{VOTE}/register")
    page.submit(NIA)
    world.clock.go(minutes=16)
    page.submit({f"choice.{YOUNG}": CAMP}, status=422)
    page.submit(button=("carry", "1"), to=f"/cy{VOTE}/register")
    page.submit({"surname": "Neb", "postcode": "SA99 1AA", "number": "1"}, status=422)
    shown = page.submit(NIA)
    assert shown.value(f"choice.{YOUNG}") == CAMP


def test_choices_that_come_along_are_kept_for_nobody_before_the_proof(world: World, page: Page) -> None:
    open_vote_by_email(world, proofs=("email",))
    page.post(EMAIL, TYPED | {"carried": "1", f"choice.{GREEN}": GARDEN})
    with world.db.read() as tx:
        assert tx.connection().execute(select(METADATA.tables["draft_ballot"])).all() == []
    shown = page.submit({"sent_code": "000000"}, status=422)
    assert shown.value(f"choice.{GREEN}") == GARDEN
    with world.db.read() as tx:
        assert tx.connection().execute(select(METADATA.tables["draft_ballot"])).all() == []


def test_faults_are_told_in_words_and_nothing_typed_is_lost(world: World, page: Page) -> None:
    open_vote_by_email(world)
    page.language = "en"
    page.get(EMAIL)
    shown = page.submit({"email": "nia@", "postcode": "SA99 9ZZ", "tie": "work"}, status=422)
    assert shown.faults == [
        "Enter an email address, such as name@example.org.",
        "This postcode is not in the area of this round. Check it, or ask the organisers.",
        "Tick the box if you are 11 or over. Younger people cannot vote in this round.",
    ]
    assert (shown.value("email"), shown.value("postcode"), shown.value("tie")) == ("nia@", "SA99 9ZZ", "work")
    page.get(EMAIL)
    page.submit(TYPED)
    shown = page.submit({"sent_code": "12 34"}, status=422)
    assert shown.faults == ["The code has six figures. Check it against the message."]
    page.client.cookies.clear()
    shown = page.submit({"sent_code": "123456"}, status=422)
    assert shown.faults[0].startswith("This code no longer works")


def test_an_address_seen_before_is_answered_alike(world: World, page: Page) -> None:
    open_vote_by_email(world)
    page.get(EMAIL)
    first = page.submit(TYPED)
    page.submit({"sent_code": sent_code(world)})
    other = Page(page.app)
    other.get(EMAIL)
    again = other.submit(TYPED)
    assert again.html == first.html
    assert other.client.cookies.get(cookies.full_name(cookies.PROVING, secure=False))


def test_where_voting_is_over_the_page_says_so(world: World, page: Page) -> None:
    open_vote_by_email(world)
    world.clock.moment = CLOSES_AT
    page.language = "en"
    for path in (EMAIL, f"{EMAIL}/code"):
        assert "Voting has closed." in page.get(path).main
    page.post(EMAIL, TYPED, status=409)


def test_without_codes_the_page_offers_the_other_ways_alone(world: World, page: Page) -> None:
    open_vote_by_email(world, proofs=("email",))
    page.language = "en"
    shown = page.get(VOTE)
    assert shown.all(".//form[@id='page-form']") == []
    assert "Vote with a code by email" in shown.links()
    page.post(VOTE, {"code": "7K2MD-Q9X4T-0WBZ5"}, status=404)


def test_codes_alone_offer_nothing_else(world: World, page: Page) -> None:
    open_vote(world)
    page.language = "en"
    assert "Vote with a code by email" not in page.get(VOTE).links()
    page.get(EMAIL, status=404)


def test_an_organiser_chooses_the_ways_before_the_vote(world: World, as_person: AsPerson) -> None:
    round_ = make_round(world, opens=NOON)
    english, path = as_person(world.elin, language="en"), f"/manage/{round_.id}/proofs"
    english.get(path)
    assert english.submit({"proofs": "email"}, status=422).faults == [
        "Bring in the postcodes of your area before you offer a way that asks for one."
    ]
    load_postcodes(world)
    english.get(path)
    assert english.submit(drop=("proofs",), status=422).faults == ["Choose at least one way."]
    assert english.submit({"proofs": ["email", "sêr"]}, status=422).faults == ["Choose at least one way."]
    shown = english.submit({"proofs": ["email", "code"]})
    assert shown.notice == "Your changes have been saved."
    assert english.get(path).value("proofs") == ["code", "email"]


def test_an_organiser_narrows_the_ties_and_every_page_says_so(
    world: World, page: Page, as_person: AsPerson
) -> None:
    round_ = make_round(world, opens=NOON)
    english, path = as_person(world.elin, language="en"), f"/manage/{round_.id}/proofs"
    english.get(path)
    assert english.submit(drop=("ties",), status=422).faults == [
        "Choose at least one thing that ties people to the area."
    ]
    assert english.submit({"ties": "sêr"}, status=422).faults != []
    assert english.submit({"ties": ["study", "live"]}).notice == "Your changes have been saved."
    assert english.get(path).value("ties") == ["live", "study"]
    said = english.get(f"/rounds/{round_.id}").main
    assert "one of these ties to the area" in said
    assert "living here" in said
    assert "working here" not in said
    open_vote_by_email(world, ties=("live",), proofs=("code", "email", "register"))
    page.language = "en"
    for way in (VOTE, EMAIL, f"{VOTE}/register"):
        assert "To vote you need this tie to the area: living here" in page.get(way).main
    page.get(EMAIL)
    assert page.submit(TYPED | {"tie": ""}, status=422).faults == ["Say what ties you to the area."]
    assert page.submit(TYPED | {"tie": "live"}).path.endswith("/email/code")


def test_the_ways_are_fixed_once_voting_is_open_and_counted(
    world: World, page: Page, as_person: AsPerson
) -> None:
    open_vote_by_email(world)
    page.get(EMAIL)
    page.submit(TYPED)
    page.submit({"sent_code": sent_code(world)})
    english = as_person(world.elin, language="en")
    shown = english.get(PROOFS)
    assert shown.all(".//form[@id='page-form']") == []
    assert "Code by email––" in shown.main, "in all only: else one could watch a single person come"
    assert "Voter codeCode by emailNothingVoter code: 10Code by email: 1010" in shown.main, "in full tens"
    assert "No codes have been issued yet." in english.get(f"/manage/{ROUND}/codes").main


def test_a_postcode_file_is_looked_at_before_it_is_used(world: World, as_person: AsPerson) -> None:
    english = as_person(world.elin, language="en")
    assert "No postcodes have been brought in yet." in english.get(POSTCODES).main
    shown = english.submit(files={"file": ("a.csv", b"postcode,ward\nSA99 1AA,Atlantis\n")})
    assert "Line 2: this ward is not one of yours" in shown.main
    english.get(POSTCODES)
    shown = english.submit(files={"file": ("a.csv", SHORT)})
    assert shown.heading == "Check the postcodes"
    assert "New postcodes3" in shown.main
    assert postcodes.view_postcodes(world.deps, world.elin, ORGANISATION).used is None
    assert english.submit().notice == "These postcodes are now in use."
    directory = b"pcds,osward\nSA99 1AA,W05000002\nSA99 1AD,W05000001\nSA99 1AE,W05009999\n"
    english.get(POSTCODES)
    shown = english.submit(
        {"ward.harbwr": "W05000001", "ward.pentre": "W05000002"}, files={"file": ("b.csv", directory)}
    )
    for words in ("New postcodes1", "that go2", "ward than before1", "Lines outside the area1"):
        assert words in shown.main
    english.submit()
    english.get(POSTCODES)
    assert english.submit(status=422).faults == ["Choose a file."]


def test_an_organiser_is_told_when_somebody_may_be_guessing(world: World, as_person: AsPerson) -> None:
    open_vote_by_email(world)
    words = "At least 500 wrong codes were given"
    english = as_person(world.elin, language="en")
    assert words not in english.get(f"/manage/{ROUND}").main
    for _ in range(500):
        wrong_codes.note_wrong(world.deps, ROUND)
    assert words in english.get(f"/manage/{ROUND}").main
    assert words not in as_person(world.ffion, language="en").get(f"/manage/{ROUND}").main


@pytest.mark.parametrize("proof", ["register", "code", "person"])
def test_a_way_that_sends_no_code_has_no_page_for_one(world: World, page: Page, proof: str) -> None:
    open_it(world, ("code", "email", "register", "person"))
    page.get(f"{VOTE}/{proof}/code", status=404)
    page.post(f"{VOTE}/{proof}/code", {"sent_code": "12345"}, status=404)
    page.get(f"{EMAIL}/code")


def test_one_mailbox_is_one_voter_however_its_address_is_spelt(world: World, page: Page) -> None:
    open_vote_by_email(world, proofs=("email",))
    for typed in ("=?utf-8?q?nia?=@cwm.example", "=?utf-8?b?bmlh?=@cwm.example"):
        page.get(EMAIL)
        assert page.submit(TYPED | {"email": typed}, status=422).value("email") == typed
    assert world.letters.letters == []
    sent_to = []
    for typed in (
        "nia@gmail.com",
        "N.ia+pleidlais@Gmail.com",
        "n\u00adia@googlemail.com",
        "ni\u200ca@\uff47mail.com",
    ):
        page.get(EMAIL)
        page.submit(TYPED | {"email": typed})
        assert page.submit({"sent_code": sent_code(world)}).path == f"/cy/rounds/{ROUND}/ballot"
        sent_to.append(world.letters.letters[-1].to)
    assert sent_to == ["nia@gmail.com", "n.ia+pleidlais@gmail.com", "nia@googlemail.com", "nia@gmail.com"]
    with world.db.read() as tx:
        assert roll.count_by_proof(tx, ROUND)["email"].issued_count == 1
    with pytest.raises(OSError, match="reads as another"):
        FolderMailer(Path(), sender="a@b.example").send(
            Letter(to="=?utf-8?q?nia?=@cwm.example", subject="x", body="x")
        )
