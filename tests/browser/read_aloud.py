"""What assistive technology is told on each kind of ballot paper, from the browser's accessibility tree.

It judges nothing: `python -m tests.browser.read_aloud docs/accessibility-pass.md` renews what stands between
the marks of that page.
"""

import argparse
import re
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from tests.browser.site import Site, running_site
from tests.browser.voter import PAPERS, Vote, Voter, open_vote
from tests.conftest import CHROMIUM_ARGUMENTS
from tests.needs import chromium_path

BEGIN, END = "<!-- read aloud: begin -->", "<!-- read aloud: end -->"
NAMES = {"cy": "Welsh", "en": "English"}
LABELS = re.compile(r"\s*- (?:text: [^\"]|text: \"\d\"|/placeholder)")  # are in the names of fields already
LISTEN = """() => {
    window.heard = [];
    for (const region of document.querySelectorAll("main [role=status], main [role=alert]")) {
        new MutationObserver(() => {
            const text = region.innerText.replace(/\\s+/g, " ").trim();
            if (text && region.checkVisibility() && text !== window.heard.at(-1)) window.heard.push(text);
        }).observe(region, { childList: true, subtree: true, characterData: true, attributes: true });
    }
}"""


@dataclass(frozen=True, slots=True)
class Aloud:
    """One paper in one language: a proposal before and after it is marked, and what the live regions said."""

    plain: str
    marked: str
    summary: str
    heard: list[str]


def listen(browser: Browser, site: Site, vote: Vote, language: str) -> Aloud:
    """Put one mark on a paper, and listen."""
    voter = Voter(browser, site, vote, language=language)
    voter.enter(vote.code())
    page, pot = voter.page, vote.pots[0]
    proposal, mark = next(iter(vote.wanted()[pot].items()))
    field = page.locator(f"[name='choice.{pot}'][value='{proposal}'], [name='mark.{pot}.{proposal}']")
    item = page.locator(".ballot-item").filter(has=field)
    plain = item.aria_snapshot()
    described = field.first.evaluate(
        "one => (one.closest('[aria-describedby]') || one).getAttribute('aria-describedby')"
    )
    summary = page.locator(f"[id='{described}']").inner_text()
    page.evaluate(LISTEN)
    voter.mark({pot: {proposal: mark}})
    for _ in range(50):  # not by `wait_for_function`, which the site's own policy forbids
        page.wait_for_timeout(100)
        if page.evaluate("heard.length"):
            page.wait_for_timeout(200)  # for what is said on top of it
            break
    aloud = Aloud(plain, item.aria_snapshot(), summary, page.evaluate("heard"))
    voter.leave()
    return aloud


def written(browser: Browser, site: Site) -> str:
    """Every paper in both languages, as a part of a page in Markdown."""
    lines: list[str] = []
    for kind in PAPERS:
        vote = open_vote(site.world, kind)
        lines += ["", f"### {kind.capitalize()}"]
        for language, name in NAMES.items():
            aloud = listen(browser, site, vote, language)
            lines += ["", f"{name}, a proposal that is marked, described by “{aloud.summary}”:", ""]
            fields = [
                line for line in aloud.marked.splitlines() if kind == "points" or not LABELS.match(line)
            ]
            lines += ["```yaml", *fields, "```", "", "Said after the mark:", ""]
            lines += [f"- {said}" for said in aloud.heard]
    return "\n".join(lines).strip()


def main() -> None:
    """Listen to every paper, and write what was heard."""
    parser = argparse.ArgumentParser()
    parser.add_argument("page", type=Path, help="the page in which to renew what stands between the marks")
    page: Path = parser.parse_args().page
    with sync_playwright() as playwright, TemporaryDirectory() as folder, running_site(Path(folder)) as site:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(CHROMIUM_ARGUMENTS))
        made = written(browser, site)
        browser.close()
    text = page.read_text(encoding="utf-8")
    page.write_text(f"{text.split(BEGIN)[0]}{BEGIN}\n{made}\n{END}{text.split(END)[1]}", encoding="utf-8")


if __name__ == "__main__":
    main()
