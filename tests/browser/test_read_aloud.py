"""Every ballot paper as it is read aloud, in both languages: names, roles, states, and the live regions."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.read_aloud import listen
from tests.browser.site import Site, running_site
from tests.browser.voter import PAPERS, Voter, open_vote

FIELD = {  # as the accessibility tree says it: before the mark, and after it
    "single": ('checkbox "{title} £2,500"', 'checkbox "{title} £2,500" [checked]'),
    "several": ('checkbox "{title} £2,500"', 'checkbox "{title} £2,500" [checked]'),
    "basket": ('checkbox "{title} £2,500"', 'checkbox "{title} £2,500" [checked]'),
    "points": ('textbox "{title} £2,500 – {points}"', '- text: "3"'),
    "score": ('group "{title} £2,500"', 'radio "5" [checked]'),
    "grades": ('group "{title} £2,500"', 'radio "{poor}" [checked]'),
    "ranking": ('button "{put_in} – {title}"', 'option "1" [selected]'),
}
WORDS = {
    "cy": {"title": "Gardd a", "points": "pwyntiau", "poor": "Gwael", "put_in": "Ychwanegu at eich trefn"},
    "en": {"title": "Gardd a (en)", "points": "points", "poor": "Poor", "put_in": "Add to your order"},
}
TALLY = {
    "single": {"cy": "Wedi'u dewis 1 / 1", "en": "Chosen 1 / 1"},
    "several": {"cy": "Wedi'u dewis 1 / 2", "en": "Chosen 1 / 2"},
    "basket": {"cy": "Yn weddill: £6,500", "en": "Left: £6,500"},
    "points": {"cy": "Pwyntiau a roddwyd 3 / 5", "en": "Points given 3 / 5"},
    "score": {"cy": "Cynigion wedi'u marcio 1", "en": "Proposals marked 1"},
    "grades": {"cy": "Cynigion wedi'u marcio 1", "en": "Proposals marked 1"},
    "ranking": {"cy": "Cynigion â lle 1 / 2", "en": "Proposals with a place 1 / 2"},
}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("aloud")) as running:
        yield running


@pytest.mark.parametrize("kind", list(PAPERS))
def test_a_mark_is_named_described_and_said(chromium: Browser, shared: Site, kind: str) -> None:
    vote = open_vote(shared.world, kind)
    for language, words in WORDS.items():
        aloud = listen(chromium, shared, vote, language)
        before, after = (text.format(**words) for text in FIELD[kind])
        assert before in aloud.plain, language
        assert after in aloud.marked, language
        assert after not in aloud.plain, language
        assert aloud.summary.startswith(words["title"].removesuffix(" (en)")), language
        assert aloud.heard, language
        assert TALLY[kind][language] in aloud.heard[-1], language
        if kind == "ranking":
            assert aloud.heard[0].startswith(words["title"]), language


@pytest.mark.parametrize("language", ["cy", "en"])
def test_too_much_is_said_at_once_and_the_list_of_problems_has_the_focus(
    chromium: Browser, shared: Site, language: str
) -> None:
    vote = open_vote(shared.world, "points", name="gormod")
    pot = vote.pots[0]
    voter = Voter(chromium, shared, vote, language=language)
    voter.enter(vote.code())
    voter.mark({pot: dict.fromkeys(vote.proposals[pot], 4)})
    said = {"cy": "Tynnwch 7 pwynt cyn mynd ymlaen.", "en": "Take 7 points away before you go on."}
    expect(voter.page.locator("#tally")).to_contain_text(said[language])
    voter.go_on()
    assert voter.page.title().startswith({"cy": "Gwall:", "en": "Error:"}[language])
    expect(voter.page.locator("#error-summary")).to_be_focused()
    expect(voter.page.locator("#error-summary")).to_have_role("alert")
    voter.leave()
