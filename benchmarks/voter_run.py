"""A vote as a resident makes it, timed: from the letter with a code to the receipt, in Welsh, on a phone.

A real Chromium of 360 x 740 is driven by touch over a slow 4G connection, with its processor slowed by four,
on a paper of 30 proposals. What the machine takes is measured; what people take is worked out from what they
have to read, type, tap and decide, by a keystroke-level model whose figures stand in `PEOPLE`. It judges
nothing.

Run: python -m benchmarks.voter_run [--language en] [--write docs/voter-run.md] [--pictures FOLDER]
"""

from __future__ import annotations

import argparse
import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Locator, Page, ViewportSize, sync_playwright

from benchmarks.voting_round import CHOICES, make
from pb.cli.build import build_deps
from pb.config import read_config
from pb.storage.migrate import migrate
from tests.needs import chromium_path
from tests.served import serving

SCREEN = ViewportSize(width=360, height=740)
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}
SLOWER = 4  # times, the processor
RUNS = (1, 3, CHOICES)  # how many proposals are chosen
SOUGHT = 5  # letters of a title that are typed to find it
FLICK = 480  # pixels that one flick of the thumb moves the page
BEGIN, END = "<!-- run: begin -->", "<!-- run: end -->"


@dataclass(frozen=True, slots=True)
class Person:
    """Seconds for each thing that a hand or a mind does, and words a minute."""

    name: str
    character: float
    tap: float
    flick: float
    decision: float
    read: float
    skim: float


# Characters and decisions: Card, Moran and Newell, The keystroke-level model, 1980 (typing complex codes
# 0.75 s, the worst typist 1.2 s, preparing mentally 1.35 s). Reading: Brysbaert, How many words do we read
# per minute?, 2019. Taps, flicks, skimming and what is slow: set by us.
PEOPLE = (
    Person("used to a phone", character=0.75, tap=0.6, flick=0.5, decision=1.35, read=238, skim=450),
    Person("slow", character=1.2, tap=1.3, flick=0.8, decision=1.35, read=150, skim=250),
)


@dataclass(slots=True)
class Step:
    """One page of the vote: what there is to do on it, and the seconds until it stood there."""

    name: str
    machine: float
    read: int = 0
    skimmed: int = 0
    characters: int = 0
    taps: int = 0
    flicks: int = 0
    decisions: int = 0

    def seconds(self, person: Person, *, skims: bool) -> float:
        """How long somebody stays on the page, the waiting for it included."""
        words = self.read / person.read + self.skimmed / (person.skim if skims else person.read)
        hand = self.characters * person.character + self.taps * person.tap + self.flicks * person.flick
        return self.machine + words * 60 + hand + self.decisions * person.decision


class Hand:
    """A thumb on the glass: it taps what is in sight, and flicks until it is."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def flick(self, step: Step) -> None:
        self.page.mouse.wheel(0, FLICK)
        self.page.wait_for_timeout(100)
        step.flicks += 1

    def reach(self, target: Locator, step: Step) -> None:
        """Flick until the whole of the target is in sight and under nothing."""
        for _ in range(60):
            if target.evaluate(
                """one => {
                    const box = one.getBoundingClientRect(), bar = document.querySelector(".total-bar");
                    const end = bar && !bar.contains(one) ? bar.getBoundingClientRect().top : innerHeight;
                    return box.bottom <= end;
                }"""
            ):
                return
            self.flick(step)
        raise SystemExit(f"{target} never came in sight")

    def tap(self, target: Locator, step: Step) -> None:
        self.reach(target, step)
        target.tap()
        step.taps += 1


def words(*parts: Locator) -> int:
    """How many words there are to read."""
    return sum(len(re.findall(r"[\w'’£.,-]+", text)) for part in parts for text in part.all_inner_texts())


def keep_picture(page: Page, folder: Path | None, name: str) -> None:
    if folder is not None:
        page.screenshot(path=folder / f"{name}.png")


@contextmanager
def waited() -> Iterator[list[float]]:
    """The seconds that the block took."""
    taken: list[float] = []
    begun = time.perf_counter()
    yield taken
    taken.append(time.perf_counter() - begun)


def vote(page: Page, address: str, code: str, choices: int, pictures: Path | None) -> list[Step]:
    """Walk from the address in the letter to the receipt."""
    hand, picture = Hand(page), partial(keep_picture, page, pictures)
    main = page.locator("main")

    def led_on(act: Locator, path: str, last: Step) -> float:
        hand.reach(act, last)
        with waited() as taken:
            hand.tap(act, last)
            page.wait_for_url(f"**{path}")
            page.locator("h1").wait_for()
        return taken[0]

    with waited() as opening:
        page.goto(address, wait_until="commit")
        page.locator("h1").wait_for()
    letter = Step("the letter, and its page", opening[0], taps=1, decisions=2)  # the square in the letter
    letter.read = words(page.locator("h1"), main.locator(".lead"), page.locator("#page-form"))
    picture("1-code")
    hand.tap(page.locator("[name=code]"), letter)
    typed = code.replace("-", "")
    page.keyboard.type(typed)
    letter.characters, letter.decisions = len(typed), letter.decisions + 3  # three looks at the letter
    paper = Step("the ballot paper", led_on(page.locator("#page-form .button"), "/ballot", letter))
    picture("2-paper")
    read_the_paper(page, paper, choices)
    if choices == 1:
        find_one(page, hand, paper)
    else:
        choose(page, hand, paper, choices)
    picture("3-chosen")
    check = Step("the check", led_on(page.locator(".total-bar .button"), "/check", paper), decisions=2)
    check.read = words(page.locator("h1"), main.locator(".notice:not([hidden])"), main.locator("section"))
    picture("4-check")
    hand.reach(main.locator("section > *").last, check)
    button = page.locator("#page-form .button").first
    receipt = Step("the receipt", led_on(button, "/receipt", check), decisions=1)
    receipt.read = words(page.locator("h1"), page.locator(".code-panel"))
    picture("5-receipt")
    return [letter, paper, check, receipt]


def read_the_paper(page: Page, paper: Step, choices: int) -> None:
    """What stands above the proposals, and as many summaries as are chosen: of middling length."""
    paper.decisions = 1
    paper.read = words(page.locator("h1"), page.locator("#page-form > .notice:not([hidden])"))
    paper.read += words(page.locator("#page-form > .hint"), page.locator(".narrow summary"))
    paper.read += words(page.locator("#page-form section").locator("> h2, > p"))
    summaries = page.locator(".ballot-summary")
    paper.read += round(words(summaries) * choices / summaries.count())


def choose(page: Page, hand: Hand, paper: Step, choices: int) -> None:
    """Look through all proposals, and read and tick some of them on the way."""
    items = page.locator(".ballot-item")
    paper.skimmed = words(items.locator(".ballot-title"), items.locator(".ballot-cost"))
    number = items.count()
    for place in range(choices):
        tick(hand, items.nth(2 + place * number // choices), paper)
    hand.reach(items.last, paper)


def find_one(page: Page, hand: Hand, paper: Step) -> None:
    """Type the beginning of a title that one came for, and tick it."""
    hand.tap(page.locator(".narrow summary"), paper)
    title = page.locator(".ballot-item").nth(20).locator(".ballot-title").inner_text()
    hand.tap(page.locator(".narrow [name=words]"), paper)
    page.keyboard.type(title[:SOUGHT])
    paper.characters += SOUGHT
    paper.decisions += 1
    tick(hand, page.locator(".ballot-item:visible").filter(has_text=title), paper)


def tick(hand: Hand, item: Locator, paper: Step) -> None:
    paper.decisions += 1
    hand.tap(item.locator(".ballot-title"), paper)


def run(browser: Browser, language: str, pictures: Path | None) -> dict[int, list[Step]]:
    """Make a round, serve it, and vote in it on a phone: with one choice, with some, with all there are."""
    with TemporaryDirectory() as folder:
        deps = build_deps(read_config({"PB_DATA_DIR": folder}))
        migrate(deps.db)
        round_id, codes = make(deps, len(RUNS))
        deps.db.close()
        with serving(Path(folder)) as port:
            until_it_answers(port)
            address = f"http://127.0.0.1:{port}/{language}/rounds/{round_id}/vote"
            return {
                choices: on_a_phone(browser, address, code, choices, pictures)
                for choices, code in zip(RUNS, codes, strict=True)
            }


def on_a_phone(browser: Browser, address: str, code: str, choices: int, pictures: Path | None) -> list[Step]:
    """One vote on a phone that has never been here."""
    context = browser.new_context(viewport=SCREEN, has_touch=True, is_mobile=True)
    page = context.new_page()
    glass = context.new_cdp_session(page)
    glass.send("Network.enable")
    glass.send("Network.emulateNetworkConditions", SLOW_4G)
    glass.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    steps = vote(page, address, code, choices, pictures)
    context.close()
    return steps


def until_it_answers(port: int) -> None:
    """Wait for the server, which says that it serves a moment before it does."""
    for _ in range(200):
        with socket.socket() as there:
            if there.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)


def table(runs: dict[int, list[Step]]) -> str:
    """What there is to do page by page with all choices, and how long each person takes with how many."""
    shown = [field.name for field in fields(Step) if field.name not in ("name", "machine")]
    steps = runs[max(runs)]
    lines = [f"| page | {' | '.join(shown)} | machine |", "|---" * (len(shown) + 2) + "|"]
    for step in steps:
        cells = [str(getattr(step, name)) for name in shown]
        lines.append(f"| {step.name} | {' | '.join(cells)} | {step.machine:.1f} s |")
    totals = [str(sum(getattr(step, name) for step in steps)) for name in shown]
    lines += [f"| **together** | {' | '.join(totals)} | {sum(step.machine for step in steps):.1f} s |", ""]
    heads = [
        "1 choice, found by typing",
        *(f"{choices} choices, skims the titles" for choices in runs if choices > 1),
    ]
    lines += [f"| who | {' | '.join(heads)} | {max(runs)} choices, reads every title |"]
    lines += ["|---" * (len(heads) + 2) + "|"]
    for person in PEOPLE:
        took = [sum(step.seconds(person, skims=True) for step in each) for each in runs.values()]
        took.append(sum(step.seconds(person, skims=False) for step in steps))
        lines.append(f"| {person.name} | {' | '.join(f'{seconds:.0f} s' for seconds in took)} |")
    return "\n".join(lines)


def main() -> None:
    """Vote once, and print or write the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--language", choices=("cy", "en"), default="cy")
    parser.add_argument("--write", type=Path, help="a page in which to renew what stands between the marks")
    parser.add_argument("--pictures", type=Path, help="a folder for a picture of every page")
    given = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        made = table(run(browser, given.language, given.pictures))
        browser.close()
    print(made)
    if given.write is not None:
        text = given.write.read_text(encoding="utf-8")
        before, after = text.split(BEGIN)[0], text.split(END)[1]
        given.write.write_text(f"{before}{BEGIN}\n{made}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
