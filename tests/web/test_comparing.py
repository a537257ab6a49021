"""What other rules would have done: for organisers after the count, for everybody once it is published."""

from collections.abc import Callable
from dataclasses import replace

from pb.domain.events import digest
from pb.domain.jobs import JobKind
from pb.domain.rounds import RuleChoice
from pb.services import counting, jobs, work
from pb.services.child import Tell, compute_here
from pb.storage import comparisons, outcomes
from pb.storage import jobs as stored
from pb.tally.tasks import Answer, Task
from tests.elections import GREEN, ROUND, close_a_round
from tests.web.checks import words_of
from tests.web.page import Page
from tests.world import World

AsPerson = Callable[..., Page]
COMPARISON, PUBLIC = f"/manage/{ROUND}/comparison", f"/rounds/{ROUND}/results/{GREEN}/rules"


def count(world: World) -> None:
    counting.count_round(world.deps, world.elin, ROUND, is_sure=True)


def test_after_the_count_the_rules_stand_side_by_side(world: World, as_person: AsPerson) -> None:
    close_a_round(world)
    elin = as_person(world.elin, language="en")
    elin.works = False
    assert "have not been counted yet" in elin.get(COMPARISON).main
    count(world)
    shown = elin.get(COMPARISON)
    assert "The comparison is being worked out." in shown.main
    assert "/jobs/" in shown.links()["See how far it has got"]
    assert work.run_due_jobs(world.deps) == 1
    shown = elin.get(COMPARISON)
    assert "Equal shares" in shown.main
    matrix = shown.root.find(".//table[@class='table matrix']")
    assert matrix is not None
    told = [
        [" ".join("".join(cell.itertext()).split()) for cell in row] for row in matrix.iterfind("tbody/tr")
    ]
    # green fund: by most votes pond, bench and shed; turn by turn stops before the shed
    assert told == [
        ["Wildlife pond £2,000", *["Funded"] * 5],
        ["Park bench £800", *["Funded"] * 5],
        ["Tool shed £1,500", "Funded", "Funded", "Not funded", "Funded", "Funded"],
        ["Street trees £2,500", *["Not funded"] * 5],
    ]
    # 3 + 3 + 2 + ... : pond 4, bench 3 and shed 1 of 5 voters are 8 / 5 winners each
    assert "1.60" in shown.main
    # trees lack the tie with the bench: one vote more and they are bought before it
    assert "Or a cost of at most" in shown.main
    elin.switch_language()


def test_it_is_public_with_the_result(world: World, page: Page) -> None:
    close_a_round(world)
    count(world)
    work.run_due_jobs(world.deps)
    page.language = "en"
    assert "until the results are published" in page.get(PUBLIC).main
    counting.publish_round(world.deps, world.alys, ROUND, is_sure=True)
    shown = page.get(f"/rounds/{ROUND}/results/{GREEN}")
    link = shown.links()["See what other rules would have done, and how close it was"]
    shown = page.get(link)
    assert shown.path == f"/en{PUBLIC}"
    assert "The rule of this round" in shown.main
    assert "How close was it?" in shown.main
    page.switch_language()
    page.get(f"/rounds/{ROUND}/results/nothing/rules", status=404)


def test_how_close_it_was_by_equal_shares_leads_to_every_margin(world: World, page: Page) -> None:
    close_a_round(world, rule=RuleChoice(id="equal-shares", params={"ties": "votes,cost,lot"}))
    count(world)
    work.run_due_jobs(world.deps)
    counting.publish_round(world.deps, world.alys, ROUND, is_sure=True)
    for page.language, words in (
        ("cy", "Gweld pa mor agos oedd pob cynnig"),
        ("en", "See how close every proposal was"),
    ):
        link = page.get(f"/rounds/{ROUND}/results/{GREEN}").links()[words]
        assert link == f"/{page.language}{PUBLIC}#close"
        assert [words_of(one) for one in page.get(link).all(".//*[@id='close']")] == [
            "Pa mor agos oedd hi?" if page.language == "cy" else "How close was it?"
        ]


def test_a_result_without_one_says_so_and_an_organiser_asks_for_it(
    world: World, page: Page, as_person: AsPerson
) -> None:
    close_a_round(world)
    count(world)
    elin = as_person(world.elin, language="en")
    with world.db.read() as tx:
        job = stored.find_latest_job(tx, ROUND, (JobKind.COMPARE,))
    assert job is not None
    jobs.stop_job(world.deps, world.elin, ROUND, job.id)
    counting.publish_round(world.deps, world.alys, ROUND, is_sure=True)
    page.language = "en"
    assert "has not been worked out yet" in page.get(PUBLIC).main
    elin.get(COMPARISON)
    shown = elin.submit()
    assert shown.path == f"/en{COMPARISON}"
    assert shown.notice == "The comparison has been worked out."
    assert "Equal shares" in page.get(PUBLIC).main


def test_a_new_count_gives_up_the_comparison_of_the_old(world: World, as_person: AsPerson) -> None:
    close_a_round(world)
    count(world)
    seen = 0

    def counted_again_meanwhile(task: Task, tell: Tell) -> Answer:
        nonlocal seen
        seen += 1
        if seen == 1:
            count(world)
        return compute_here(task, tell)

    work.run_due_jobs(world.deps, counted_again_meanwhile)
    assert seen == 2, "the one of the new count is done for itself"
    with world.db.read() as tx:
        kept = comparisons.list_comparisons(tx, ROUND)
        counts = outcomes.list_counts(tx, ROUND)
    assert [one.outcome_digest for one in kept] == [one.outcome_digest for one in counts]
    with world.db.write() as tx:  # one that belongs to another outcome is not shown
        comparisons.put_comparison(tx, replace(kept[0], outcome_digest="0" * 64))
    shown = as_person(world.elin, language="en").get(COMPARISON)
    assert "Youth fund" in shown.main
    assert "Green fund" not in shown.main


def test_what_is_kept_is_exact_and_sealed(world: World) -> None:
    close_a_round(world)
    count(world)
    work.run_due_jobs(world.deps)
    with world.db.read() as tx:
        green = comparisons.list_comparisons(tx, ROUND)[0]
        counted = outcomes.list_counts(tx, ROUND)[0]
    first = green.comparison["choices"][0]
    assert (first["label"], first["selected"]) == ("chosen", counted.outcome["selected"])
    assert first["winners_each"] == "8/5"
    assert green.comparison_digest == digest(green.comparison)
    assert green.margins_digest == digest(green.margins)
