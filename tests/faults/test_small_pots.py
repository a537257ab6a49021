"""A record must hold back what is small, and nothing else; with the annex that is counted again too."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.faults.golden_record import Golden, golden, leaf_of
from tests.faults.verifying import failed, verify, verify_opened


def few() -> Golden:
    """A record of eighteen voters, nine of them in the south: the one pot withheld, the other hidden."""
    made = golden(times=3)
    made.hold_back()
    return made


def test_withheld_ballots_are_counted_again_from_the_annex(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = few()
    code, report = verify(tmp_path, capsys, made.archive())
    assert (code, failed(report)) == (0, set())
    assert "because they are few: north, south." in report
    assert "The figures of these pots are not published" in report
    code, report = verify_opened(tmp_path, capsys, made)
    assert (code, failed(report)) == (0, set())
    assert "because they are few:" not in report


def winners_the_other_way(made: Golden) -> None:
    """In the hidden pot: only somebody who counts it again sees that these are not the winners."""
    for outcome in (made.whole["south"]["outcome"], made.counts["south"]["outcome"], made.results["pots"][1]):
        outcome["selected"] = ["E", "F"]


def a_cost_of_its_own(made: Golden) -> None:
    made.whole["south"]["outcome"]["cost"] = 400


def one_more_tie(made: Golden) -> None:
    made.whole["south"]["outcome"]["ties"] = []


@pytest.mark.parametrize(
    ("tamper", "numbers"),
    [
        (winners_the_other_way, {"V17", "V18"}),
        (a_cost_of_its_own, {"V17", "V18", "V19"}),
        (one_more_tie, {"V17", "V18"}),
    ],
)
def test_a_false_count_of_a_hidden_pot_is_found_with_the_annex(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], tamper: Callable[[Golden], None], numbers: set[str]
) -> None:
    made = few()
    tamper(made)
    made.seal_log()
    assert not failed(verify(tmp_path, capsys, made.archive())[1]) & {"V17", "V18"}
    assert numbers <= failed(verify_opened(tmp_path, capsys, made)[1])


def show_a_small_pot(made: Golden) -> None:
    """Nine ballots, and all figures of them."""
    made.round["pots"][1]["hidden"] = False
    made.counts["south"] = made.whole["south"]


def show_few_ballots(made: Golden) -> None:
    made.round["pots"][0]["withheld"] = False


def hide_and_yet_publish(made: Golden) -> None:
    made.rows.append("south,E:1 F:1")


def hide_but_do_not_withhold(made: Golden) -> None:
    made.round["pots"][1]["withheld"] = False


def say_how_many_they_were(made: Golden) -> None:
    made.counts["south"]["outcome"]["ballots"] = 9


def say_a_reason(made: Golden) -> None:
    made.counts["south"]["outcome"]["reasons"] = {"E": {"code": "not-needed-by-anyone"}}


def tell_the_order(made: Golden) -> None:
    made.counts["south"]["outcome"]["selected"].reverse()
    made.results["pots"][1]["selected"].reverse()


def tell_the_votes(made: Golden) -> None:
    made.results["pots"][1]["votes"] = {"E": 6, "F": 6, "G": 3}


def tell_a_way_of_few(made: Golden) -> None:
    made.turnout["by_proof"] = [
        {"proof": "code", "issued": 70, "void": 1, "used": 12},
        {"proof": "email", "issued": 30, "void": 0, "used": 6},
    ]


def let_in(made: Golden) -> dict[str, Any]:
    """What the log says of those who were let in by e-mail."""
    found: dict[str, Any] = next(
        event["payload"] for event in made.events if event["payload"].get("proof") == "email"
    )
    return found


def tell_fewer(made: Golden, number: int) -> None:
    """Let there be fewer who came by e-mail than thirty, of whom the record tells `number`."""
    (together,) = made.turnout["by_proof"]
    for told, figure in (
        (made.turnout, "codes_issued"), (made.results["turnout"], "codes_issued"), (together, "issued"),
    ):  # fmt: skip
        told[figure] += number - 30


def tell_how_few_came_by_a_way(made: Golden) -> None:
    let_in(made)["count"] = 9
    tell_fewer(made, 9)


def leave_a_figure_out(made: Golden) -> None:
    made.counts["north"]["outcome"]["distinct"] = None


@pytest.mark.parametrize(
    "tamper",
    [
        show_a_small_pot, show_few_ballots, hide_and_yet_publish, hide_but_do_not_withhold,
        say_how_many_they_were, say_a_reason, tell_the_order, tell_the_votes, leave_a_figure_out,
        tell_a_way_of_few, tell_how_few_came_by_a_way,
    ],
)  # fmt: skip
def test_what_is_small_must_be_held_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], tamper: Callable[[Golden], None]
) -> None:
    made = few()
    tamper(made)
    made.seal_log()
    assert "V27" in failed(verify(tmp_path, capsys, made.archive())[1])


def hide_the_north_too(made: Golden) -> None:
    """Eighteen are enough, and the south's nine do not follow from them: it is hidden for nothing."""
    pot, count = made.round["pots"][0], made.counts["north"]
    pot["hidden"], made.whole["north"] = True, {**count}
    count["outcome"] = {key: count["outcome"][key] for key in ("rule", "version", "params", "budget", "cost")}
    count["outcome"] |= {"selected": ["A", "C"], "ballots": None, "distinct": None, "ties": None}
    made.results["pots"][0]["votes"] = {}


def test_a_pot_that_is_hidden_in_vain_is_found_with_the_annex(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = few()
    hide_the_north_too(made)
    _, report = verify_opened(tmp_path, capsys, made)
    assert "V27" in failed(report)
    assert "the pot north is hidden, although it has 18 ballots" in report


def open_box(*, last: int) -> Golden:
    """A record with an open box of 240 voters, of whom `last` are in the last batch; all are opened."""
    made = golden(times=40)
    made.round["openings"] = "open"
    made.freeze()
    for opening in made.openings:
        opening["body"]["ruleset_hash"] = made.round["config_digest"]
    made.openings.sort(key=leaf_of)
    made.leaves = [leaf_of(opening) for opening in made.openings]
    first, second = made.batches
    first["leaves"] = sorted([*made.superseded[1:], *made.leaves[: len(made.leaves) - last]])
    second["leaves"] = sorted([made.superseded[0], *made.leaves[len(made.leaves) - last :]])
    made.seal_batches()
    made.seal_log()
    return made


@pytest.mark.parametrize(("last", "said"), [(110, set()), (5, {"opened-few"}), (30, {"opened-few"})])
def test_an_open_box_opens_nobody_by_the_batch(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], last: int, said: set[str]
) -> None:
    """In a batch of thirty fifteen have both pots on their paper: each half is too small."""
    _, report = verify(tmp_path, capsys, open_box(last=last).archive())
    few = {code for code in said if "ballots of batch 2 with these pots are opened" in report}
    assert few == said
    assert ("V27" in failed(report)) == bool(said)


def a_few_untold() -> Golden:
    """Nine at most came by e-mail: neither the log nor the turnout says how many."""
    made = few()
    let_in(made).update(count=None, fewer_than=10)
    tell_fewer(made, 0)
    made.turnout["by_proof"][0]["fewer_than"] = 10
    return made


def leave_out_that_there_were_more(made: Golden) -> None:
    del made.turnout["by_proof"][0]["fewer_than"]


def leave_more_than_a_few_untold(made: Golden) -> None:
    let_in(made)["fewer_than"] = made.turnout["by_proof"][0]["fewer_than"] = 100


def use_more_than_there_can_be(made: Golden) -> None:
    made.event("codes_issued")["count"] = 9
    for told, figure in (
        (made.turnout, "codes_issued"), (made.results["turnout"], "codes_issued"),
        (made.turnout["by_proof"][0], "issued"),
    ):  # fmt: skip
        told[figure] = 9


@pytest.mark.parametrize(
    ("tamper", "numbers"),
    [
        (lambda _: None, set()),
        (leave_out_that_there_were_more, {"V21"}),
        (leave_more_than_a_few_untold, {"V21"}),
        (use_more_than_there_can_be, {"V21"}),
    ],
)
def test_a_few_who_came_by_a_way_may_stay_untold(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], tamper: Callable[[Golden], None], numbers: set[str]
) -> None:
    made = a_few_untold()
    tamper(made)
    made.seal_log()
    assert failed(verify(tmp_path, capsys, made.archive())[1]) == numbers
