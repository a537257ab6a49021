"""The demo's proposals are whole: sums exact, within the limits of the forms, and in two real languages.

It cannot judge good Welsh; it finds English left in a Welsh field, and the slips a machine can see.
"""

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from pb.cli.demo.county import COUNTY, THEMES, WARDS
from pb.cli.demo.extras import EXTRAS
from pb.cli.demo.model import DemoProposal
from pb.cli.demo.proposals import BY_KEY, PROPOSALS, keys_in, keys_of
from pb.cli.demo.rounds import ROUNDS
from pb.domain import proposals as domain
from pb.domain.proposals import Status
from pb.domain.text import Bilingual, read_email
from pb.i18n.sorting import sort_key

EVERY = [*PROPOSALS, *EXTRAS]
WARD_KEYS = {ward.key for ward in WARDS}
ENGLISH = set(
    re.findall(
        r"\w+",
        """
    the and of for with from that this our will they their who have has is are was were be by
    not which them there when where people each every would new
""",
    )
)
WELSH = set(
    re.findall(
        r"\w+",
        """
    yn y yr ac mae ar gyda sydd sy bydd fydd eu ein neu wrth ond rydyn gan am dros lle heb pan
""",
    )
)
# A word left as it was after one that softens it, or after one that makes p, t and c into ph, th and ch.
# Softened p, t and c look like b, d and g, so those three letters tell nothing.
UNMUTATED = re.compile(
    r"(?<!['\w])(?:(?:dau|dwy|i|o|ar|am|gan|dros|drwy|heb|wrth|dan|ambell|hen|rhy|unig) "
    r"(?:p(?!h)|t(?!h)|c(?!h)|m|ll|rh)\w+"
    r"|(?:tri|chwe|gyda|a|â|tua|na) (?:p(?!h)|t(?!h)|c(?!h))\w+)"
)
UNCHANGED = {"am mai", "i mewn"}


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-zâêîôûŵŷïöëäáé]+", text.lower()))


def _texts(proposal: DemoProposal) -> Iterator[tuple[str, Bilingual]]:
    yield "title", proposal.title
    yield "summary", proposal.summary
    yield "description", proposal.description
    if proposal.reason is not None:
        yield "reason", proposal.reason


def _welsh() -> Iterator[tuple[str, str]]:
    for proposal in EVERY:
        for name, text in _texts(proposal):
            yield f"{proposal.key} {name}", text.cy
        if proposal.language == "cy":
            for entry in proposal.breakdown:
                yield f"{proposal.key} line", entry.label
    for round_ in ROUNDS:
        yield f"{round_.key} name", round_.name.cy
        yield f"{round_.key} summary", round_.summary.cy
        for pot in round_.pots:
            yield f"{round_.key} pot", pot.name.cy
    for named in (*WARDS, *THEMES):
        yield named.key, named.name.cy


def test_there_are_sixty_and_ten_more() -> None:
    assert len(PROPOSALS) == 60
    assert Counter(proposal.status for proposal in PROPOSALS) == {Status.ACCEPTED: 60}
    assert Counter(proposal.status for proposal in EXTRAS) == {
        Status.DECLINED: 6,
        Status.DRAFT: 2,
        Status.WITHDRAWN: 2,
    }
    assert len(BY_KEY) == 70


def test_about_half_are_written_in_welsh() -> None:
    assert 27 <= sum(proposal.language == "cy" for proposal in PROPOSALS) <= 33


@pytest.mark.parametrize("proposal", EVERY, ids=lambda proposal: proposal.key)
def test_a_proposal_is_whole(proposal: DemoProposal) -> None:
    assert sum(entry.amount_pence for entry in proposal.breakdown) == proposal.amount_pence
    assert 2 <= len(proposal.breakdown) <= 4
    assert all(0 < len(entry.label) <= domain.LABEL_LENGTH for entry in proposal.breakdown)
    assert 40_000 <= proposal.amount_pence <= 950_000
    assert proposal.ward is None or proposal.ward in WARD_KEYS
    assert proposal.theme in {theme.key for theme in THEMES}
    assert 1 <= len(set(proposal.goals)) <= domain.MOST_GOALS
    assert set(proposal.goals) <= set(domain.GOALS)
    assert len(set(proposal.goals)) == len(proposal.goals)
    assert 1 <= proposal.popularity <= 10
    assert (proposal.reason is not None) == (proposal.status is Status.DECLINED)
    assert 0 < len(proposal.group) <= 80


@pytest.mark.parametrize("proposal", EVERY, ids=lambda proposal: proposal.key)
def test_both_languages_stand_within_the_limits(proposal: DemoProposal) -> None:
    limits = {
        "title": domain.TITLE_LENGTH,
        "summary": domain.SUMMARY_LENGTH,
        "description": 2_000,
        "reason": 1_000,
    }
    for name, text in _texts(proposal):
        assert text.is_complete, name
        assert text.cy != text.en, name
        assert max(len(text.cy), len(text.en)) <= limits[name], name
        assert text.cy == text.cy.strip()
        assert text.en == text.en.strip()
    assert 2 <= len(re.findall(r"[.!?](?=\s|$)", proposal.description.cy)) <= 3


def test_sixty_titles_are_all_different() -> None:
    assert len({proposal.title.cy for proposal in EVERY}) == 70
    assert len({proposal.title.en for proposal in EVERY}) == 70


def test_no_english_stands_in_a_welsh_field() -> None:
    found = {where: both for where, text in _welsh() if (both := _words(text) & ENGLISH)}
    assert found == {}


def test_no_welsh_stands_in_an_english_field() -> None:
    found = {
        p.key: both
        for p in EVERY
        for _, text in _texts(p)
        if (both := _words(text.en) & WELSH - {"am", "y", "yr"})
    }
    assert found == {}


def test_the_check_for_english_finds_english() -> None:
    assert _words("Mae hwn for the plant") & ENGLISH == {"for", "the"}


def test_the_mutations_a_machine_can_see_are_made() -> None:
    found = [
        f"{where}: {slip}"
        for where, text in _welsh()
        for slip in UNMUTATED.findall(text.lower())
        if slip not in UNCHANGED
    ]
    assert found == []


def test_wards_show_that_each_language_has_its_own_order() -> None:
    welsh = sorted((ward.name.cy for ward in WARDS), key=lambda name: sort_key(name, "cy"))
    assert len(WARDS) == 8
    assert welsh[2:5] == ["Cwm Hesg", "Chwarel Wen", "Ddôl Hir"]
    assert welsh != sorted(welsh, key=lambda name: sort_key(name, "en"))


def test_the_way_to_reach_the_council_leads_nowhere_real() -> None:
    assert read_email(COUNTY.contact) == COUNTY.contact
    assert COUNTY.contact.endswith(".example")


def test_keys_are_found_by_theme_and_by_ward() -> None:
    assert len(keys_of(*(theme.key for theme in THEMES))) == 60
    assert sorted(keys_in(None, *WARD_KEYS)) == sorted(proposal.key for proposal in PROPOSALS)
    assert "community-fridge" in keys_in("aberonnen")
    assert keys_in("nowhere") == ()
