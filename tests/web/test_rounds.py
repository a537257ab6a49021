"""Public pages of rounds in every phase, and setting one up from nothing to its announcement."""

from datetime import datetime, timedelta

import pytest

from pb.domain.ids import RoundId
from pb.domain.rounds import Round
from pb.domain.text import Language
from tests.rounds import HARBOUR_POT, make_proposal, make_round, reload, with_milestones
from tests.web.conftest import AsPerson
from tests.web.page import Page
from tests.world import NOON, ORGANISATION, World

HERE = f"/organisations/{ORGANISATION}"
DATES = {
    "proposals_open_at_date": "2026-03-03", "proposals_open_at_time": "09:00",
    "proposals_close_at_date": "2026-03-20", "proposals_close_at_time": "17:00",
    "voting_open_at_date": "2026-04-01", "voting_open_at_time": "09:00",
    "voting_close_at_date": "2026-04-14", "voting_close_at_time": "21:00",
}  # fmt: skip


def new_round(visitor: Page) -> str:
    """A draft made on the pages; its management address."""
    visitor.get(f"{HERE}/rounds/new")
    shown = visitor.submit(
        {
            "name_cy": "Cronfa'r Cwm",
            "name_en": "Valley Fund",
            "summary_cy": "Arian i'r cwm.",
            "summary_en": "Money for the valley.",
            "contact": "01234 567890",
        }
    )
    return shown.path[3:]


@pytest.mark.parametrize("language", ["cy", "en"])
def test_an_organiser_sets_a_round_up_and_announces_it(
    world: World, as_person: AsPerson, page: Page, language: Language
) -> None:
    elin = as_person(world.elin, language=language)
    manage = new_round(elin)
    elin.get(f"{manage}/pots/new")
    elin.submit({"name_cy": "Y pot", "name_en": "The pot", "amount": "5,000", "ward": "harbwr"})
    elin.get(f"{manage}/dates")
    elin.submit(DATES)
    elin.get(f"{manage}/ballot")
    elin.submit({"ballot_type": "basket", "max_count": "", "age": "11"})
    elin.get(f"{manage}/rule")
    elin.submit({"rule": "equal-shares", "equal-shares.completion": "greedy"})
    page.language = language
    public = manage.replace("/manage", "/rounds")
    page.get(public, status=404)
    elin.get(f"{manage}/announce")
    assert elin.submit().notice
    shown = page.get(public)
    assert "£5,000" in shown.main
    assert "01234 567890" in shown.main
    stored = reload(world, _named(manage))
    assert stored.schedule.voting_open_at == datetime.fromisoformat("2026-04-01T08:00:00+00:00")
    assert (stored.minimum_age, stored.spec.type, stored.rule.id) == (11, "basket", "equal-shares")


def _named(manage: str) -> Round:
    """Enough of a round for `reload`."""
    return type("Named", (), {"id": RoundId(manage.rsplit("/", 1)[1])})()  # type: ignore[no-any-return] # only its id is read


@pytest.mark.parametrize("language", ["cy", "en"])
def test_every_phase_has_its_next_step(world: World, page: Page, language: Language) -> None:
    page.language = language
    round_ = make_round(world, opens=NOON + timedelta(days=1))
    path = f"/rounds/{round_.id}"
    own = f"/{language}{path}"

    def links() -> set[str]:
        return {href for href in page.get(path).links().values() if href.startswith(own)}

    assert not links()
    world.clock.go(days=1)
    assert links() == {f"{own}/propose", f"{own}/proposals"}
    world.clock.go(days=10)
    assert links() == {f"{own}/proposals"}
    make_proposal(world, round_, "Gardd")
    world.clock.go(days=5)
    assert links() == {f"{own}/proposals"}  # late: the other pot has no proposal
    make_proposal(world, round_, "Cwch", pot=HARBOUR_POT)
    assert links() == {f"{own}/vote", f"{own}/proposals", f"{own}/receipt", f"{own}/board", f"{own}/check"}
    opened = reload(world, round_)
    assert opened.config_digest
    assert opened.config_digest in page.get(path).main
    assert (opened.seed_commitment or "-") in page.get(path).main
    world.clock.go(days=10)
    assert links() == {f"{own}/proposals", f"{own}/receipt", f"{own}/board", f"{own}/check"}
    with_milestones(world, reload(world, round_), counted_at=NOON, published_at=NOON)
    assert links() == {f"{own}/results", f"{own}/proposals", f"{own}/receipt", f"{own}/board", f"{own}/check"}


def test_the_public_page_says_that_voting_is_late(world: World, page: Page) -> None:
    page.language = "en"
    round_ = make_round(world, opens=NOON - timedelta(days=15))
    assert "Voting has not opened yet" in page.get(f"/rounds/{round_.id}").main
    assert "Opening soon" not in page.get("/rounds").main


def test_one_pair_of_eyes_is_said_in_public(world: World, page: Page) -> None:
    page.language = "en"
    round_ = make_round(world)
    assert "one person alone" not in page.get(f"/rounds/{round_.id}").main
    world.one_pair_of_eyes()
    assert "one person alone" in page.get(f"/rounds/{round_.id}").main


@pytest.mark.parametrize("language", ["cy", "en"])
def test_lists_are_empty_kindly_and_then_not(world: World, page: Page, language: Language) -> None:
    page.language = language
    assert page.get("/rounds").all(".//*[@class='empty']")
    round_ = make_round(world)
    assert f"/{language}/rounds/{round_.id}" in page.get("/rounds").links().values()
    assert f"/{language}/rounds/{round_.id}" in page.get("/").links().values()


@pytest.mark.parametrize(
    ("section", "typed", "fault"),
    [
        ("names", {"contact": ""}, "Say how residents can reach you."),
        (
            "pots/new",
            {"name_cy": "Y", "amount": "10", "largest_request": "11"},
            "The most one proposal can ask for cannot be more than the pot: £10.",
        ),
        (
            "pots/new",
            {"name_cy": "Y", "amount": "ten"},
            "Enter an amount in pounds, such as 250 or 1,250.50.",
        ),
        (
            "dates",
            DATES | {"voting_open_at_date": "2026-03-10"},
            "Voting cannot open before proposals close.",
        ),
        (
            "dates",
            DATES | {"proposals_open_at_date": "2025-03-10"},
            "This time has passed already. Choose a later one.",
        ),
        (
            "dates",
            DATES | {"voting_open_at_date": "2026-03-29", "voting_open_at_time": "01:30"},
            "The clocks go forward that night, so this time does not come. "
            "Choose a time an hour earlier or later.",
        ),
        ("dates", DATES | {"voting_close_at_date": "31/2/2026"}, "Enter a date, such as 1/3/2026."),
        ("ballot", {"max_count": "2", "min_count": "3"}, "The least cannot be more than the most: 2."),
        ("ballot", {"age": "other", "other_age": "3"}, "Enter a number from 5 to 99."),
        (
            "rule",
            {"rule": "most-votes", "most-votes.ties": "votes,list"},
            "The last step must be the drawing of lots, so that a tie is always broken.",
        ),
    ],
)
def test_contradictions_are_told_where_they_are_typed_and_kept(
    world: World, as_person: AsPerson, section: str, typed: dict[str, str], fault: str
) -> None:
    elin = as_person(world.elin, language="en")
    manage = new_round(elin)
    elin.get(f"{manage}/{section}")
    shown = elin.submit(typed, status=422)
    assert shown.faults == [fault]
    kept = {name: shown.value(name) for name in typed}
    kept.pop("most-votes.ties", None)  # no such choice is on the page
    assert kept == {name: value for name, value in typed.items() if name in kept}


@pytest.mark.parametrize("section", ["names", "pots/new", "dates", "ballot", "rule"])
def test_switching_language_keeps_a_half_filled_page(world: World, as_person: AsPerson, section: str) -> None:
    elin = as_person(world.elin, language="en")
    elin.get(f"{new_round(elin)}/{section}")
    assert elin.shown is not None
    empty = {name for name, value in elin.shown.fields().items() if not value} - {"ward", "approval.group"}
    fields = dict.fromkeys(empty, "x")
    path, half_filled = elin.shown.path[3:], {**elin.shown.fields(), **fields}
    elin.language = "cy"
    shown = elin.post(path, {**half_filled, "language_switch": "1"})
    assert {name: shown.value(name) for name in fields} == fields


SECTIONS = (
    "",
    "/names",
    "/pots",
    "/pots/sirol",
    "/pots/sirol/remove",
    "/dates",
    "/ballot",
    "/rule",
    "/announce",
)


@pytest.mark.parametrize("path", SECTIONS)
def test_who_sees_the_pages_of_a_round(world: World, as_person: AsPerson, page: Page, path: str) -> None:
    address = f"/manage/{make_round(world).id}{path}"
    for organiser in (world.alys, world.elin):
        as_person(organiser).get(address)
    for other in (world.ffion, world.carys):
        as_person(other).get(address, status=403 if path else 200)
    as_person(world.bryn).get(address, status=404)
    page.get(address, status=403)


@pytest.mark.parametrize(
    "path", ["", "/wards", "/settings", "/rounds/new", "/wards/harbwr", "/wards/harbwr/remove"]
)
def test_who_sees_the_pages_of_an_organisation(
    world: World, as_person: AsPerson, page: Page, path: str
) -> None:
    as_person(world.alys).get(HERE + path)
    as_person(world.carys).get(HERE + path, status=200 if path in ("", "/wards", "/settings") else 403)
    as_person(world.bryn).get(HERE + path, status=404)
    page.get(HERE + path, status=403)


def test_nothing_can_be_changed_once_voting_has_opened(world: World, as_person: AsPerson) -> None:
    round_ = with_milestones(world, make_round(world), voting_opened_at=NOON)
    elin = as_person(world.elin)
    for section in ("names", "pots/new", "pots/sirol", "dates", "ballot", "rule"):
        assert not elin.get(f"/manage/{round_.id}/{section}").all(".//form[@method='post']")
        elin.post(
            f"/manage/{round_.id}/{section}", {**_token(elin), "name_cy": "x", "amount": "1"}, status=409
        )


def _token(visitor: Page) -> dict[str, str]:
    shown = visitor.get(f"{HERE}/rounds/new")
    return {"form_token": str(shown.value("form_token"))}


def test_wards_are_in_the_alphabet_of_the_page(world: World, as_person: AsPerson) -> None:
    elin = as_person(world.elin)
    for cy, en in (("Llan", "Church"), ("Lôn", "Lane"), ("Chwarel", "Quarry"), ("Cwm", "Valley")):
        elin.get(f"{HERE}/wards")
        elin.submit({"name_cy": cy, "name_en": en})
    names = ["Cwm", "Chwarel", "Lôn", "Llan"]
    shown = elin.get(f"{HERE}/wards").main
    assert sorted(names, key=shown.index) == names
    elin.language = "en"
    assert elin.get(f"{HERE}/wards").main.index("Church") < shown.index("Lôn")


def test_a_ward_is_renamed_and_removed(world: World, as_person: AsPerson) -> None:
    elin = as_person(world.elin, language="en")
    elin.get(f"{HERE}/wards/harbwr")
    assert "Old Harbour" in elin.submit({"name_en": "Old Harbour"}).main
    elin.get(f"{HERE}/wards/harbwr/remove")
    assert "Old Harbour" not in elin.submit().main
    elin.get(f"{HERE}/wards/harbwr", status=404)


def test_the_second_pair_of_eyes_is_switched_off_and_on(world: World, as_person: AsPerson) -> None:
    alys = as_person(world.alys, language="en")
    alys.get(f"{HERE}/settings")
    assert alys.submit(drop=("four_eyes",)).value("four_eyes") is None
    assert alys.submit({"four_eyes": "1"}).value("four_eyes") == "1"


def test_a_pot_is_changed_and_removed(world: World, as_person: AsPerson) -> None:
    round_ = make_round(world)
    elin = as_person(world.elin, language="en")
    elin.get(f"/manage/{round_.id}/pots/harbwrp")
    assert "£4,500.50" in elin.submit({"amount": "4500.50"}).main
    elin.get(f"/manage/{round_.id}/pots/harbwrp/remove")
    assert "£4,500.50" not in elin.submit().main
    elin.get(f"/manage/{round_.id}/pots/harbwrp", status=404)


HOSTILE = [
    "x" * 100_000,
    "\u202eevil",
    "<script>alert(1)</script>",
    "👩🏽‍🚒" * 50,
    "\0",
    "9" * 400,
    "{{ 7 * 7 }}",
    "%(num)s",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("section", ["names", "pots/new", "dates", "ballot", "rule"])
def test_hostile_input_is_answered_kindly(world: World, as_person: AsPerson, section: str, text: str) -> None:
    elin = as_person(world.elin)
    manage = f"/manage/{make_round(world).id}"
    shown = elin.get(f"{manage}/{section}")
    fields = {name: text for name in shown.fields() if name != "form_token"}
    answer = elin.raw("POST", f"{manage}/{section}", data={**shown.fields(), **fields})
    assert answer.status_code in (303, 413, 422)
    assert "<script>alert" not in answer.text
    elin.get(manage)
    answer = elin.raw("POST", f"{manage}/{section}", data=_token(elin))  # every other field missing
    assert answer.status_code in (303, 422)


@pytest.mark.parametrize("round_id", ["nowhere", "x" * 5000, "...", "%00", "<b>"])
def test_unknown_rounds_are_kindly_not_found(page: Page, round_id: str) -> None:
    page.get(f"/rounds/{round_id}", status=404)
