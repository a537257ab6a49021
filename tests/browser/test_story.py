"""The whole story on a phone: set up, propose, accept, vote, change, close, count, publish, audit, verify.

Everything is done through pages, in Welsh with scripts and in English without; the long tests cross the two.
"""

import csv
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from pb.domain.text import Bilingual
from pb.i18n.formats import in_wales
from pb.services import people
from pb.verifier.__main__ import main as verify
from tests.browser.site import Person, Site

GOOD = "teapot lantern meadow"
PROPOSALS = (
    ("Oergell gymunedol", "Community fridge", "£1,200"),
    ("Côr i bawb", "A choir for all", "800.50"),
    ("Offer pêl-droed", "Football kit", "2500"),
)


@pytest.mark.timeout(180)
@pytest.mark.parametrize(
    ("language", "scripts"),
    [
        pytest.param("cy", True, id="Welsh with scripts"),
        pytest.param("en", False, id="English without scripts"),
        pytest.param("cy", False, id="Welsh without scripts", marks=pytest.mark.long),
        pytest.param("en", True, id="English with scripts", marks=pytest.mark.long),
    ],
)
def test_the_whole_story(chromium: Browser, site: Site, tmp_path: Path, language: str, scripts: bool) -> None:
    story = Story(chromium, site, language=language, scripts=scripts, folder=tmp_path)
    story.staff_arrive()
    story.owner_sets_up()
    story.residents_propose()
    story.reviewer_accepts()
    story.organiser_issues_codes()
    story.residents_vote_and_change()
    story.two_people_count_and_publish()
    story.everybody_reads_why()
    story.auditor_takes_the_record_and_verifies()


class Story:
    def __init__(self, browser: Browser, site: Site, *, language: str, scripts: bool, folder: Path) -> None:
        self.browser, self.site, self.folder = browser, site, folder
        self.language, self.scripts = language, scripts
        self.round = ""
        self.codes: list[str] = []
        self.receipts: list[str] = []

    def somebody(self) -> Person:
        return Person(self.browser, self.site, language=self.language, scripts=self.scripts)

    def staff_arrive(self) -> None:
        """The first owner comes by the command line; all others by invitation."""
        name = Bilingual(cy="Cyngor Tref Aber", en="Aber Town Council")
        self.organisation = people.add_owner(
            self.site.world.deps, email="owner@aber.example", name="Olwen", password=GOOD, language="cy",
            organisation=name,
        )  # fmt: skip
        self.owner = self.somebody()
        self.owner.sign_in("owner@aber.example", GOOD)
        self.staff = {role: self.invited(role) for role in ("organiser", "reviewer", "auditor")}

    def invited(self, role: str) -> Person:
        self.owner.open(f"/organisations/{self.organisation}/people/invite")
        self.owner.fill(email=f"{role}@aber.example")
        self.owner.choose("role", role)
        self.owner.press()
        guest = self.somebody()
        guest.open(self.site.link_in_last_letter())
        guest.fill(name=role.title(), password=GOOD)
        guest.press()
        guest.fill(email=f"{role}@aber.example", password=GOOD)
        guest.press()
        return guest

    def owner_sets_up(self) -> None:
        owner = self.owner
        owner.open(f"/organisations/{self.organisation}/rounds/new")
        owner.fill(
            name_cy="Cronfa Aber", name_en="Aber Fund", summary_cy="Arian i syniadau da.",
            summary_en="Money for good ideas.", contact="cronfa@aber.example",
        )  # fmt: skip
        owner.press()
        self.round = owner.path.split("/")[2].split("?")[0]
        manage = f"/manage/{self.round}"
        owner.open(f"{manage}/pots/new")
        owner.fill(
            name_cy="Cronfa'r dref", name_en="Town pot", amount="£3,000", largest_request="2,500",
        )  # fmt: skip
        owner.press()
        owner.open(f"{manage}/dates")
        for name, days in (
            ("proposals_open_at", 1), ("proposals_close_at", 3),
            ("voting_open_at", 5), ("voting_close_at", 8),
        ):  # fmt: skip
            moment = in_wales(self.site.world.clock.now() + timedelta(days=days))
            owner.fill(**{f"{name}_date": f"{moment:%Y-%m-%d}", f"{name}_time": f"{moment:%H:%M}"})
        owner.press()
        owner.open(f"{manage}/ballot")
        owner.choose("ballot_type", "approval")
        owner.fill(max_count="2")
        owner.press()
        owner.open(f"{manage}/rule")
        owner.choose("rule", "equal-shares")
        owner.press()
        owner.open(f"{manage}/announce")
        owner.press()
        self.site.world.clock.go(days=1, hours=1)

    def residents_propose(self) -> None:
        self.resident = self.somebody()
        self.resident.open("/join")
        self.resident.fill(email="gwen@aber.example")
        self.resident.press()
        self.resident.open(self.site.link_in_last_letter())
        self.resident.fill(name="Gwen", password=GOOD)
        self.resident.press()
        for title, _, amount in PROPOSALS:
            self.resident.open(f"/rounds/{self.round}/propose")
            self.resident.choose("language", "cy")
            self.resident.fill(title=title)
            self.resident.press("#page-form button[value=draft]")
            self.resident.press("main a[href$='/edit']")
            assert self.resident.page.locator("[name=title]").input_value() == title
            self.resident.fill(
                summary=f"{title} i'r dref.", description="Mae angen hyn.", amount=amount,
                line_label_1="Popeth", line_amount_1=amount,
            )  # fmt: skip
            self.resident.choose("goals", "WFG5")
            self.resident.press("#page-form button[value=submit]")
            assert self.resident.heading == title
        self.site.world.clock.go(days=2)

    def reviewer_accepts(self) -> None:
        reviewer = self.staff["reviewer"]
        reviewer.sign_in("reviewer@aber.example", GOOD)  # two days have ended the session
        for title, translated, _ in PROPOSALS:
            reviewer.open(f"/manage/{self.round}/reviews")
            reviewer.press(f"main a:has-text('{title}')")
            reviewer.choose("verdict", "accept")
            reviewer.fill(
                translated_title=translated, translated_summary=f"{translated} for the town.",
                reason_cy="Addas.", reason_en="Suitable.",
            )  # fmt: skip
            reviewer.press()

    def organiser_issues_codes(self) -> None:
        organiser = self.staff["organiser"]
        organiser.sign_in("organiser@aber.example", GOOD)
        organiser.open(f"/manage/{self.round}/codes/new")
        organiser.fill(label="Llythyrau", count="4")
        saved = self.folder / "codes.csv"
        organiser.download().save_as(saved)
        rows = list(csv.reader(saved.read_text(encoding="utf-8-sig").splitlines()))
        self.codes = [row[0] for row in rows[1:]]
        assert len(self.codes) == 4
        self.site.world.clock.go(days=2)

    def vote(self, code: str, titles: tuple[str, ...]) -> str:
        voter = self.somebody()
        voter.open(f"/rounds/{self.round}/vote")
        voter.fill(code=code.lower().replace("-", " "))
        voter.press()
        for box in voter.page.locator("main input[type=checkbox]:checked").all():
            box.uncheck()
        for title in titles:
            voter.page.locator("label", has_text=title).click()
        voter.press()
        for title in titles:
            assert title in voter.text
        voter.press()
        receipt = voter.page.locator(".code-panel, .receipt").first.inner_text()
        voter.leave()
        return next(word for word in receipt.split() if word.count("-") == 3)

    def residents_vote_and_change(self) -> None:
        names = [title if self.language == "cy" else translated for title, translated, _ in PROPOSALS]
        fridge, choir, kit = names
        self.receipts = [
            self.vote(self.codes[0], (fridge, choir)),
            self.vote(self.codes[1], (fridge,)),
            self.vote(self.codes[2], (kit,)),
            self.vote(self.codes[2], (choir,)),  # the same code again: a changed vote
        ]
        assert len(set(self.receipts)) == 4
        self.site.world.clock.go(days=3)

    def two_people_count_and_publish(self) -> None:
        organiser, owner = self.staff["organiser"], self.owner
        organiser.sign_in("organiser@aber.example", GOOD)
        organiser.open(f"/manage/{self.round}/count")
        organiser.choose("is_sure", "1")
        organiser.press_and_wait("/count")
        owner.sign_in("owner@aber.example", GOOD)
        owner.open(f"/manage/{self.round}/publish")
        owner.choose("is_sure", "1")
        owner.press_and_wait("/results")

    def everybody_reads_why(self) -> None:
        reader = self.somebody()
        reader.open(f"/rounds/{self.round}")
        reader.open(f"/rounds/{self.round}/results")
        names = [title if self.language == "cy" else translated for title, translated, _ in PROPOSALS]
        for name in names[:2]:
            assert name in reader.text
        assert names[2] not in reader.text, "not among the winners"
        reader.press("main a[href*='/results/']")
        for name in names:
            assert name in reader.text
        for receipt, counted in zip(self.receipts, (True, True, False, True), strict=True):
            reader.open(f"/rounds/{self.round}/receipt")
            reader.fill(receipt=receipt)
            reader.press()
            said = {"cy": ("disodli", "chyfrif"), "en": ("replaced", "counted")}[self.language]
            assert said[int(counted)] in reader.text.lower()
        reader.leave()

    def auditor_takes_the_record_and_verifies(self) -> None:
        auditor = self.staff["auditor"]
        auditor.sign_in("auditor@aber.example", GOOD)
        auditor.open(f"/audit/{self.round}")
        auditor.open(f"/audit/{self.round}/events")
        auditor.open(f"/audit/{self.round}")
        saved = self.folder / "record.zip"
        auditor.download("a[href$='record.zip']").save_as(saved)
        assert verify([str(saved), "--language", self.language]) == 0
        changed = bytearray(saved.read_bytes())
        changed[len(changed) // 2] ^= 1
        saved.write_bytes(bytes(changed))
        assert verify([str(saved)]) == 1
