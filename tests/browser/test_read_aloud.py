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
    "score": ('group "{title} £2,500"', 'radio "{best} – {title}" [checked]'),
    "grades": ('radio "{poor} – {title}"', 'radio "{poor} – {title}" [checked]'),
    "ranking": ('button "{put_in} – {title}"', 'option "1" [selected]'),
}
WORDS = {
    "cy": {
        **{"title": "Gardd a", "points": "pwyntiau", "best": "5 o 5", "poor": "Gwael"},
        **{"put_in": "Ychwanegu at eich trefn", "pot": "Y gronfa werdd"},
    },
    "en": {
        **{"title": "Gardd a (en)", "points": "points", "best": "5 of 5", "poor": "Poor"},
        **{"put_in": "Add to your order", "pot": "Green pot"},
    },
}
SAID = {  # after the mark, and nothing else: of the pot in which it was put
    "single": {"cy": "{pot}. Wedi'u dewis: 1 o 1.", "en": "{pot}. Chosen: 1 of 1."},
    "several": {"cy": "{pot}. Wedi'u dewis: 1 o 2.", "en": "{pot}. Chosen: 1 of 2."},
    "basket": {
        "cy": "{pot}. Yn eich basged: £2,500. Yn weddill: £6,500.",
        "en": "{pot}. In your basket: £2,500. Left: £6,500.",
    },
    "points": {"cy": "{pot}. Pwyntiau a roddwyd: 3 o 5.", "en": "{pot}. Points given: 3 of 5."},
    "score": {"cy": "{pot}. Cynigion wedi'u marcio: 1.", "en": "{pot}. Proposals marked: 1."},
    "grades": {"cy": "{pot}. Cynigion wedi'u marcio: 1.", "en": "{pot}. Proposals marked: 1."},
    "ranking": {
        "cy": "{title} – Lle: 1. Cynigion â lle: 1 o 2.",
        "en": "{title} – Place: 1. Proposals with a place: 1 of 2.",
    },
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
        assert after in aloud.marked, language
        assert before in aloud.plain, language
        assert after not in aloud.plain, language
        assert aloud.summary.startswith(words["title"].removesuffix(" (en)")), language
        assert aloud.heard == [SAID[kind][language].format(**words)], language


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
    for place in ("#tally", "#told"):
        expect(voter.page.locator(place)).to_contain_text(said[language])
    voter.go_on()
    assert voter.page.title().startswith({"cy": "Gwall:", "en": "Error:"}[language])
    expect(voter.page.locator("#error-summary")).to_be_focused()
    expect(voter.page.locator("#error-summary")).to_have_role("alert")
    voter.leave()
