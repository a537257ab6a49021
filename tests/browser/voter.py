"""A voter of browser tests, from the code to the receipt, on the paper of any ballot type.

By pointer or by keyboard alone: the keyboard is pressed as people press it, one Tab after the other, so that
what no key reaches, or the bar at the foot covers, is found out. It asserts nothing about what pages say.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from playwright.sync_api import Browser, Locator, ViewportSize

from pb.domain.ids import PotId
from pb.domain.rounds import Pot, RuleChoice
from pb.domain.text import Bilingual
from pb.domain.voting import read_payload
from pb.services import clockwork, codes
from pb.storage import box
from pb.tally import BallotSpec
from tests.browser.site import Person, Site
from tests.rounds import make_proposal, make_round
from tests.world import NOON, World

Marks = dict[str, dict[str, int]]  # by pot and proposal

SCREENS = {
    "320": ViewportSize(width=320, height=568),
    "360": ViewportSize(width=360, height=740),
    "1280": ViewportSize(width=1280, height=800),
    "zoomed": ViewportSize(width=320, height=256),  # a window of 1280 x 1024 at 400 %
}
IN_SIGHT = """target => {
    const box = target.getBoundingClientRect();
    const there = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height, 20) / 2);
    return !!there && (target.contains(there) || there.contains(target));
}"""


@dataclass(frozen=True, slots=True)
class Paper:
    """A kind of ballot, and what a voter puts on it: marks in the first pot, and one in the second."""

    spec: BallotSpec
    rule: RuleChoice
    first: tuple[int, ...]
    second: int


def _paper(kind: str, limits: dict[str, int], first: tuple[int, ...], second: int, **params: str) -> Paper:
    rule = RuleChoice(id="most-votes", params={"fit": "skip", "ties": "votes,cost,lot"} | params)
    return Paper(BallotSpec(type=kind, limits=limits), rule, first, second)


PAPERS = {
    "single": _paper("approval", {"max_count": 1}, (1,), 1, measure="votes"),
    "several": _paper("approval", {"max_count": 2}, (1, 1), 1, measure="votes"),
    "basket": _paper("basket", {}, (1, 1), 1, measure="votes"),
    "points": _paper("points", {"max_total": 5, "max_mark": 4}, (3, 2), 4, measure="points"),
    "score": _paper("score", {"lowest": 1, "highest": 5}, (5, 2), 3, measure="points"),
    "grades": _paper("grades", {"grades": 4}, (3, 1), 2, measure="points"),
    "ranking": _paper("ranking", {"max_count": 2}, (1, 2), 1, measure="points"),
}


@dataclass(frozen=True, slots=True)
class Vote:
    """A round that is open to votes: three proposals in its first pot, two in its second."""

    world: World
    round_id: str
    paper: Paper
    pots: tuple[str, str]
    proposals: Mapping[str, tuple[str, ...]]  # ids by pot
    titles: Mapping[str, Bilingual]

    def code(self, pots: int = 2) -> str:
        """A new code for the first pot alone, or for both."""
        issued = codes.issue_batch(
            self.world.deps, self.world.elin, self.round_id, label="Post", count=1, pot_ids=self.pots[:pots]
        )
        return issued.codes[0]

    def wanted(self, pots: int = 2) -> Marks:
        """What the voter of a test wants."""
        one, two = self.pots
        marks = {one: dict(zip(self.proposals[one], self.paper.first, strict=False))}
        return marks if pots == 1 else marks | {two: {self.proposals[two][0]: self.paper.second}}

    def cast(self) -> dict[str, Marks]:
        """What lies in the box, by receipt."""
        with self.world.db.read() as tx:
            counted = box.list_counted(tx, self.round_id)
        read = {ballot.receipt: read_payload(ballot.payload) for ballot in counted}
        return {
            receipt: {pot: marks for pot, marks in said.items() if marks} for receipt, said in read.items()
        }


def open_vote(world: World, kind: str, *, name: str = "") -> Vote:
    """Open the vote of a new round in the world, with a paper of that kind."""
    paper, name = PAPERS[kind], name or kind
    one, two = (
        Pot(id=PotId(f"{name}{end}"), name=Bilingual(cy=cy, en=en), amount_pence=9_000_00)
        for end, cy, en in (
            ("a", "Y gronfa werdd", "Green pot"),
            ("b", "Cronfa'r ifanc", "Young people's pot"),
        )
    )
    opens = NOON - timedelta(days=16)
    round_ = make_round(world, round_id=name, pots=(one, two), spec=paper.spec, rule=paper.rule, opens=opens)
    made = {
        pot.id: [
            make_proposal(world, round_, f"{title} {pot.id[-1]}", pot=pot, cost_pence=2_500_00)
            for title in titles
        ]
        for pot, titles in ((one, ("Gardd", "Coed", "Llwybr")), (two, ("Gwersyll", "Côr")))
    }
    clockwork.settle(world.deps, round_.id)
    return Vote(
        world=world,
        round_id=round_.id,
        paper=paper,
        pots=(one.id, two.id),
        proposals={pot: tuple(each.id for each in found) for pot, found in made.items()},
        titles={each.id: each.title for found in made.values() for each in found},
    )


class Voter(Person):
    """A person at the ballot, with one kind of hand."""

    def __init__(
        self,
        browser: Browser,
        site: Site,
        vote: Vote,
        *,
        language: str = "cy",
        scripts: bool = True,
        screen: str = "360",
        hand: str = "pointer",
        with_axe: bool = False,
    ) -> None:
        super().__init__(
            browser, site, language=language, scripts=scripts, viewport=SCREENS[screen], with_axe=with_axe
        )
        self.vote, self.hand, self._with_axe = vote, hand, with_axe

    def look(self) -> None:
        """With axe only where the page is another one for each kind of paper, and once where it is not."""
        differs = self.path.endswith(("/ballot", "/check")) or self.vote.paper is PAPERS["single"]
        self.with_axe = self._with_axe and differs
        super().look()

    def enter(self, code: str) -> None:
        """From the round's page of the code to the paper."""
        self.open(f"/rounds/{self.vote.round_id}/vote")
        field = self.page.locator("[name=code]")
        if self.hand == "pointer":
            field.fill(code)
            self.press()
        else:
            self.tab_to(field)
            self.page.keyboard.type(code)
            self.enter_key()

    def mark(self, marks: Marks) -> None:
        """Put marks on the paper; with scripts, until the site has kept them."""
        for pot, given in marks.items():
            for proposal, mark in sorted(given.items(), key=lambda each: each[1]):
                self._mark(pot, proposal, mark)

    def _mark(self, pot: str, proposal: str, mark: int) -> None:
        if not self.scripts:
            self.put(pot, proposal, mark)
            return
        with self.page.expect_response(lambda got: got.request.method == "POST" and got.ok):
            self.put(pot, proposal, mark)

    def put(self, pot: str, proposal: str, mark: int) -> None:
        """Put one mark, and wait for nothing."""
        kind = self.vote.paper.spec.type
        field = self.page.locator(f"[name='mark.{pot}.{proposal}']")
        if kind in ("approval", "basket"):
            self.push(self.page.locator(f"[name='choice.{pot}'][value='{proposal}']"), "Space")
        elif kind == "ranking" and self.scripts:
            item = self.page.locator(".ballot-item").filter(has=field)
            self.push(item.locator("[data-act=in]"), "Enter")
        elif kind in ("score", "grades"):
            self._put_on_scale(field, str(mark))
        else:
            self._write(field, str(mark))
        if kind == "points":
            self.page.keyboard.press("Tab")  # a figure is taken when the field is left

    def _write(self, field: Locator, text: str) -> None:
        if self.hand == "keyboard":
            self.tab_to(field)
            self.page.keyboard.type(text)
        elif field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)

    def _put_on_scale(self, field: Locator, value: str) -> None:
        wanted = field.and_(self.page.locator(f"[value='{value}']"))
        if self.hand == "pointer":
            wanted.check()
            return
        self.tab_to(field.and_(self.page.locator("[value='']")))
        while not wanted.is_checked():
            self.page.keyboard.press("ArrowRight")

    def go_on(self) -> None:
        """The next step of the vote."""
        self.push(
            self.page.locator("#page-form button[type=submit]:not([formaction]):not([name])").last,
            "Enter",
            leads_on=True,
        )

    def push(self, target: Locator, key: str, *, leads_on: bool = False) -> None:
        """Press a control with the hand there is."""
        if leads_on:
            self.page.locator("h1").evaluate("heading => heading.setAttribute('data-seen', '1')")
        if self.hand == "pointer":
            target.click()
        else:
            self.tab_to(target)
            self.page.keyboard.press(key)
        if leads_on:
            self.arrive()

    def enter_key(self) -> None:
        """Send the form from the field one is in."""
        self.page.locator("h1").evaluate("heading => heading.setAttribute('data-seen', '1')")
        self.page.keyboard.press("Enter")
        self.arrive()

    def arrive(self) -> None:
        """Wait until another page stands, and look at it."""
        self.page.wait_for_selector("h1:not([data-seen])", state="attached")
        self.page.wait_for_load_state()
        self.look()

    def tab_to(self, target: Locator) -> None:
        """Press Tab until the target has the focus and is in sight; backwards where the page ends first."""
        for key in ("Tab", "Shift+Tab"):
            for _ in range(80):
                if target.evaluate("target => target === document.activeElement"):
                    assert target.evaluate(IN_SIGHT), f"{target} is covered on {self.path}"
                    return
                self.page.keyboard.press(key)
        raise AssertionError(f"no key reaches {target} on {self.path}")

    @property
    def receipt(self) -> str:
        return self.page.locator(".code").inner_text()
