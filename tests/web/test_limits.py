"""Limits of every kind on every kind of ballot paper, alone and together: kind words, and no tick is lost.

In the green pot stand the garden (4,000) and the trees (5,000), which are of the natural world, and the paths
(3,500), which are sport.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from pb.domain.text import Language
from pb.storage import box
from pb.tally.model import BallotSpec
from tests.rounds import make_round, reload
from tests.votes import GARDEN, GREEN, NATURE, PATHS, ROUND, SPORT, TREES, YOUNG, issue, open_sorted_vote
from tests.web.conftest import AsPerson
from tests.web.page import Page
from tests.web.test_papers import BALLOT, enter
from tests.world import World

Fields = dict[str, str | list[str]]
OF_NATURE, OF_SPORT = f"category={NATURE.id}", f"category={SPORT.id}"
BASE: Mapping[str, Mapping[str, int]] = {
    "approval": {},
    "basket": {"max_cost": 20_000_00},
    "points": {"max_total": 10},
    "score": {"lowest": 1, "highest": 5},
    "grades": {"grades": 4},
    "ranking": {},
}
EVERY = list(BASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Limits, what breaks them and what keeps to them; `names`: what the refusal names, in each language."""

    limits: Mapping[str, int]
    breaks: Sequence[str]
    keeps: Sequence[str]
    names: Mapping[Language, str]
    live: Mapping[Language, str]
    kinds: Sequence[str] = field(default_factory=lambda: list(EVERY))


BOTH_NAMES: Mapping[str, Mapping[Language, str]] = {
    "nature": {"cy": "Math: Byd natur", "en": "Kind: Natural world"},
    "sport": {"cy": "Math: Chwaraeon", "en": "Kind: Sport"},
    "none": {"cy": "Cronfa: Y gronfa werdd", "en": "Pot: Green pot"},
}
ONE_AWAY: Mapping[Language, str] = {"cy": "Tynnwch un allan", "en": "Take one away"}
ONE_MORE: Mapping[Language, str] = {"cy": "Dewiswch un arall", "en": "Choose one more, or none at all."}
CASES: Mapping[str, Case] = {
    "most": Case(
        limits={"max_count": 1}, breaks=[GARDEN, PATHS], keeps=[PATHS],
        names=BOTH_NAMES["none"], live=ONE_AWAY,
        kinds=["approval", "basket", "points", "score", "grades"],
    ),
    "least": Case(
        limits={"min_count": 2}, breaks=[GARDEN], keeps=[GARDEN, TREES],
        names=BOTH_NAMES["none"], live=ONE_MORE,
    ),
    "most of a category": Case(
        limits={f"max_count:{OF_NATURE}": 1}, breaks=[GARDEN, TREES], keeps=[GARDEN, PATHS],
        names=BOTH_NAMES["nature"], live=ONE_AWAY,
    ),
    "least of a category": Case(
        limits={f"min_count:{OF_SPORT}": 1}, breaks=[GARDEN], keeps=[GARDEN, PATHS],
        names=BOTH_NAMES["sport"], live=ONE_MORE,
    ),
    "most money of a category": Case(
        limits={f"max_cost:{OF_NATURE}": 8_000_00}, breaks=[GARDEN, TREES], keeps=[TREES, PATHS],
        names=BOTH_NAMES["nature"], live={"cy": "£1,000 yn ormod.", "en": "Too much by: £1,000."},
        kinds=["basket"],
    ),
    "least money of a category": Case(
        limits={f"min_cost:{OF_NATURE}": 4_500_00}, breaks=[GARDEN, PATHS], keeps=[TREES],
        names=BOTH_NAMES["nature"], live={"cy": "Yn brin o: £500.", "en": "Too little by: £500."},
        kinds=["basket"],
    ),
    "least money": Case(
        limits={"min_cost": 4_000_00}, breaks=[PATHS], keeps=[GARDEN], names=BOTH_NAMES["none"],
        live={"cy": "Yn brin o: £500.", "en": "Too little by: £500."}, kinds=["basket"],
    ),
    "every proposal": Case(
        limits={"complete": 1}, breaks=[GARDEN, TREES], keeps=[GARDEN, TREES, PATHS],
        names=BOTH_NAMES["none"],
        live={"cy": "Marciwch un arall, neu ddim o gwbl.", "en": "Mark one more, or none at all."},
        kinds=["score", "grades"],
    ),
    "everything at once": Case(
        limits={
            "max_count": 2, "min_count": 2, f"max_count:{OF_NATURE}": 1, f"min_count:{OF_SPORT}": 1,
        },
        breaks=[GARDEN, TREES], keeps=[TREES, PATHS], names=BOTH_NAMES["nature"], live=ONE_AWAY,
    ),
    "everything with money": Case(
        limits={
            "max_count": 3, "min_count": 2, "min_cost": 5_000_00, f"max_cost:{OF_SPORT}": 3_500_00,
            f"max_cost:{OF_NATURE}": 5_000_00, f"min_count:{OF_SPORT}": 1,
        },
        breaks=[GARDEN, TREES, PATHS], keeps=[TREES, PATHS], names=BOTH_NAMES["nature"],
        live={"cy": "£4,000 yn ormod.", "en": "Too much by: £4,000."}, kinds=["basket"],
    ),
}  # fmt: skip
TABLE = [
    pytest.param(kind, name, id=f"{kind} - {name}") for name, case in CASES.items() for kind in case.kinds
]


def marked(kind: str, projects: Sequence[str]) -> Fields:
    """A paper with these proposals marked, and no other."""
    if kind in ("approval", "basket"):
        return {f"choice.{GREEN}": list(projects)}
    texts = {
        "ranking": {name: str(place) for place, name in enumerate(projects, 1)},
        "points": dict.fromkeys(projects, "2"),
    }.get(kind, dict.fromkeys(projects, "1"))
    return {f"mark.{GREEN}.{name}": texts.get(name, "") for name in (GARDEN, TREES, PATHS)}


@pytest.mark.parametrize(("kind", "name"), TABLE)
def test_a_limit_is_told_live_refused_kindly_and_kept(world: World, page: Page, kind: str, name: str) -> None:
    case = CASES[name]
    language: Language = "cy" if (EVERY.index(kind) + list(CASES).index(name)) % 2 else "en"
    open_sorted_vote(world, BallotSpec(type=kind, limits={**BASE[kind], **case.limits}))
    page.language = language
    enter(page, issue(world)[0])
    broken: dict[str, Any] = {**page.shown.fields(), **marked(kind, case.breaks)} if page.shown else {}
    live = page.raw("POST", BALLOT, data=broken, headers={"hx-request-type": "partial"}).text
    assert case.live[language] in live
    shown = page.submit(marked(kind, case.breaks), status=422)
    (fault,) = shown.faults
    assert case.names[language] in fault
    sent = marked(kind, case.breaks)
    assert {key: _as_sent(shown.value(key)) for key in sent} == {key: _as_sent(sent[key]) for key in sent}
    shown = page.submit(marked(kind, case.keeps))
    assert shown.path.endswith("/check")
    page.submit()
    with world.db.read() as tx:
        (cast,) = box.list_counted_payloads(tx, ROUND)
    assert (sorted(cast[GREEN]), cast[YOUNG]) == (sorted(case.keeps), {})


def _as_sent(value: str | list[str] | None) -> list[str]:
    return sorted([value] if isinstance(value, str) else value or [])


@pytest.mark.parametrize("language", ["cy", "en"])
def test_a_blank_vote_breaks_no_limit(world: World, page: Page, language: Language) -> None:
    limits = {"min_count": 2, "min_cost": 1_00, f"min_count:{OF_SPORT}": 1, f"min_cost:{OF_NATURE}": 1_00}
    open_sorted_vote(world, BallotSpec(type="basket", limits=limits))
    page.language = language
    shown = enter(page, issue(world)[0])
    assert {"cy": "Chwaraeon: o leiaf 1", "en": "Sport: at least 1"}[language] in shown.main
    assert page.submit().path.endswith("/check")


LIMITS = {
    "ballot_type": "basket", "max_count": "3", "min_count": "1",
    "basket.min_cost": "50", "basket.max_cost": "900",
}  # fmt: skip


@pytest.mark.parametrize("language", ["cy", "en"])
def test_limits_by_group_are_set_up_and_told(
    world: World, as_person: AsPerson, page: Page, language: Language
) -> None:
    round_ = make_round(world)
    elin = as_person(world.elin, language=language)
    elin.get(f"/manage/{round_.id}/categories")
    elin.submit({"category_1_cy": "Chwaraeon", "category_1_en": "Sport"})
    (sport,) = (each.id for each in reload(world, round_).categories)
    here = f"/manage/{round_.id}/ballot"
    elin.get(here)
    most, least = f"max_count.category.{sport}", f"min_count.category.{sport}"
    shown = elin.submit({**LIMITS, most: "1", least: "2"}, status=422)
    assert (len(shown.faults), shown.value(least)) == (1, "2")
    shown = elin.submit({most: "2", least: "4"}, status=422)
    shown = elin.submit({most: "", least: "4"}, status=422)
    assert len(shown.faults) == 1  # four of one kind, and three in all
    money = {f"max_cost.category.{sport}": "500", f"min_cost.ward.{'harbwr'}": "20.50"}
    elin.submit({most: "2", least: "1", **money})
    assert reload(world, round_).spec.limits == {
        "max_count": 3, "min_count": 1, "max_cost": 900_00, "min_cost": 50_00,
        f"max_count:category={sport}": 2, f"min_count:category={sport}": 1,
        f"max_cost:category={sport}": 500_00, "min_cost:ward=harbwr": 20_50,
    }  # fmt: skip
    shown = elin.get(here)
    assert (shown.value(most), shown.value(f"max_cost.category.{sport}")) == ("2", "500")
    page.language = language
    told = {"cy": "Chwaraeon: dim mwy na 2 · o leiaf 1", "en": "Sport: at most 2 · at least 1"}[language]
    assert told in page.get(f"/rounds/{round_.id}").main
