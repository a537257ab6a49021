"""The pages of proposals: writing, keeping, submitting, editing, withdrawing, finding; in both languages."""

import pytest

from pb.domain.proposals import Status
from tests.rounds import COUNTY_POT, make_proposal, make_round
from tests.web.conftest import AsPerson
from tests.web.page import Page
from tests.world import World

FILLED: dict[str, str | list[str]] = {
    "title": "Oergell gymunedol",
    "summary": "Rhannu bwyd dros ben.",
    "description": "Oergell i bawb.\n\nAr agor bob dydd.",
    "pot_id": COUNTY_POT.id,
    "amount": "1,250.50",
    "line_label_1": "Oergell",
    "line_amount_1": "1000",
    "line_label_2": "Trydan",
    "line_amount_2": "250.50",
    "goals": ["WFG3"],
}


@pytest.mark.parametrize("language", ["cy", "en"])
def test_a_resident_drafts_submits_edits_and_withdraws(
    world: World, as_person: AsPerson, language: str
) -> None:
    make_round(world)
    bryn = as_person(world.bryn, language=language)
    bryn.get("/rounds/cronfa26/propose")
    shown = bryn.submit({"title": "Hanner syniad"}, button=("go", "draft"))
    assert "Hanner syniad" in shown.heading
    edit = shown.path.removeprefix(f"/{language}") + "/edit"
    shown = bryn.get(edit)
    assert shown.value("title") == "Hanner syniad"
    shown = bryn.submit(FILLED, button=("go", "submit"))
    assert "£1,250.50" in shown.main
    bryn.get(edit)
    shown = bryn.submit({"title": "Oergell y pentref"}, button=("go", "submit"))
    assert shown.heading == "Oergell y pentref"
    assert "Oergell y pentref" in bryn.get("/rounds/cronfa26/proposals?words=OERGELL").main
    bryn.get(edit.replace("/edit", "/withdraw"))
    bryn.submit()
    assert bryn.went[-1] == f"/{language}/my/proposals"
    assert "Oergell" not in bryn.get("/rounds/cronfa26/proposals").main


def test_faults_keep_everything_typed_through_a_switch_of_language(world: World, as_person: AsPerson) -> None:
    make_round(world)
    bryn = as_person(world.bryn)
    bryn.get("/rounds/cronfa26/propose")
    shown = bryn.submit({**FILLED, "amount": "£1,000.005"}, button=("go", "submit"), status=422)
    assert len(shown.faults) == 1
    shown = bryn.switch_language()
    for name, value in {**FILLED, "amount": "£1,000.005"}.items():
        got = shown.value(name)
        assert (got if isinstance(value, str) else [got]) == value or str(got).replace("\r", "") == value, (
            name
        )


def test_more_lines_keep_what_is_typed(world: World, as_person: AsPerson) -> None:
    make_round(world)
    bryn = as_person(world.bryn, language="en")
    bryn.get("/rounds/cronfa26/propose")
    shown = bryn.submit({**FILLED, "line_label_4": "Paint"}, button=("more_lines", "1"))
    assert (shown.value("line_label_4"), shown.value("line_label_7"), shown.value("title")) == (
        "Paint", "", "Oergell gymunedol",
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "\u202eevil", "שלום", "👩🏽‍🚒", "a\0b", "\"'><img src=x onerror=alert(1)>"],
)
def test_hostile_text_is_shown_as_text(world: World, as_person: AsPerson, text: str) -> None:
    make_round(world)
    bryn = as_person(world.bryn, language="en")
    bryn.get("/rounds/cronfa26/propose")
    hostile = {**FILLED, "title": text, "summary": text, "description": text, "line_label_1": text}
    shown = bryn.submit(hostile, button=("go", "submit"))
    assert not shown.all(".//main//script")
    assert not shown.all(".//main//img")


@pytest.mark.parametrize(
    "field",
    [
        "title",
        "summary",
        "description",
        "line_label_1",
        "amount",
        "line_amount_1",
        "pot_id",
        "ward_id",
        "language",
        "goals",
    ],
)
def test_a_hundred_thousand_letters_are_told_kindly(world: World, as_person: AsPerson, field: str) -> None:
    make_round(world)
    bryn = as_person(world.bryn, language="en")
    bryn.get("/rounds/cronfa26/propose")
    status = 200 if field == "goals" else 422
    bryn.submit({**FILLED, field: "9" * 100_000}, button=("go", "submit"), status=status)


def test_a_visitor_reads_but_must_sign_in_to_write(world: World, page: Page) -> None:
    round_ = make_round(world)
    proposal = make_proposal(world, round_, "Côr")
    assert "Côr" in page.get("/rounds/cronfa26/proposals").main
    assert page.get(f"/rounds/cronfa26/proposals/{proposal.id}").heading == "Côr"
    page.language = "en"
    assert page.get(f"/rounds/cronfa26/proposals/{proposal.id}").heading == "Côr (en)"
    assert "Sign in" in page.get("/rounds/cronfa26/propose", status=403).main


def test_lists_have_empty_states_and_bear_odd_questions(world: World, page: Page) -> None:
    make_round(world)
    for query in (
        "",
        "?words=zzz",
        "?page=-1",
        "?page=99999999999",
        "?page=%00",
        "?pot=x&ward=y",
        "?words=" + "é" * 5000,
    ):
        page.get(f"/rounds/cronfa26/proposals{query}")
    page.get("/rounds/nowhere/proposals", status=404)
    page.get("/rounds/cronfa26/proposals/nowhere", status=404)


def test_staff_enter_a_proposal_for_somebody(world: World, as_person: AsPerson) -> None:
    make_round(world)
    ffion = as_person(world.ffion)
    ffion.get("/manage/cronfa26/proposals/new")
    ffion.submit({**FILLED, "author_name": "Mrs Price"}, button=("go", "submit"))
    assert ffion.went[-1] == "/cy/manage/cronfa26/reviews"


@pytest.mark.parametrize("language", ["cy", "en"])
def test_a_reviewer_accepts_and_declines(world: World, as_person: AsPerson, language: str) -> None:
    round_ = make_round(world)
    first = make_proposal(world, round_, "Côr", status=Status.SUBMITTED)
    second = make_proposal(world, round_, "Bws", status=Status.SUBMITTED)
    ffion = as_person(world.ffion, language=language)
    assert "Côr" in ffion.get("/manage/cronfa26/reviews").main
    ffion.get(f"/manage/cronfa26/reviews/{first.id}")
    reasons = {"reason_cy": "Da iawn.", "reason_en": "Very good."}
    shown = ffion.submit({"verdict": "accept", **reasons}, status=422)
    assert len(shown.faults) == 2
    assert shown.value("reason_cy") == "Da iawn."
    ffion.submit(
        {"verdict": "accept", "translated_title": "Choir", "translated_summary": "Singing.", **reasons}
    )
    ffion.get(f"/manage/cronfa26/reviews/{second.id}")
    ffion.submit({"verdict": "decline", **reasons})
    assert "Bws" in ffion.get("/manage/cronfa26/reviews?status=declined").main
    assert "Côr" not in ffion.get("/manage/cronfa26/reviews?status=submitted").main
    assert "Da iawn." in ffion.get(f"/rounds/cronfa26/proposals/{second.id}").main or language == "en"


def test_an_auditor_reads_the_queue_and_decides_nothing(world: World, as_person: AsPerson) -> None:
    round_ = make_round(world)
    waiting = make_proposal(world, round_, "Côr", status=Status.SUBMITTED)
    carys = as_person(world.carys, language="en")
    carys.get("/manage/cronfa26/reviews")
    shown = carys.get(f"/manage/cronfa26/reviews/{waiting.id}")
    assert not shown.all(".//main//form")
    carys.post(f"/manage/cronfa26/reviews/{waiting.id}", {"verdict": "accept"}, status=403)
