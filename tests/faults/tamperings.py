"""What a dishonest hand might do to a record, and the checks that must then fail.

Each tampering makes the manifest match again; some rewrite the log as well.
"""

from collections.abc import Callable

from tests.faults.golden_record import Golden, both, canonical, sha256, tree_root

NEW_SECRET = bytes(32)


def remove_a_ballot(made: Golden) -> None:
    made.rows.remove("south,F:1")


def remove_a_ballot_and_all_trace(made: Golden) -> None:
    made.rows.remove("south,F:1")
    made.log_counts()
    made.seal_log()


def add_ballots_beyond_the_box(made: Golden) -> None:
    made.rows = sorted([*made.rows, "north,B:1"])
    made.log_counts()
    made.seal_log()


def ballots_out_of_order(made: Golden) -> None:
    made.rows.reverse()


def too_many_on_one_ballot(made: Golden) -> None:
    made.rows = sorted("north,B:1 C:1 D:1" if row == "north,B:1 C:1" else row for row in made.rows)
    made.log_counts()
    made.seal_log()


def swap_a_winner(made: Golden) -> None:
    made.counts["north"]["outcome"]["selected"] = ["A", "B"]
    made.results["pots"][0]["selected"] = ["A", "B"]
    made.log_counts()
    made.seal_log()


def winners_in_another_order(made: Golden) -> None:
    made.counts["north"]["outcome"]["selected"].reverse()
    made.results["pots"][0]["selected"].reverse()
    made.log_counts()
    made.seal_log()


def change_a_cost(made: Golden) -> None:
    made.proposals[2]["cost"] = 399


def change_a_cost_and_freeze_again(made: Golden) -> None:
    made.proposals[2]["cost"] = 399
    made.freeze()
    made.log_counts()
    made.seal_log()


def change_a_title(made: Golden) -> None:
    made.proposals[2]["title"] = both("Another project")


def order_a_tie_the_other_way(made: Golden) -> None:
    made.counts["north"]["outcome"]["ties"][0] |= {"chosen": "B"}
    made.log_counts()
    made.seal_log()


def hide_a_tie(made: Golden) -> None:
    made.counts["south"]["outcome"]["ties"] = []
    made.log_counts()
    made.seal_log()


def invent_a_tie(made: Golden) -> None:
    invented = {"step": 2, "tied": ["A", "D"], "chosen": "A", "key": "cost", "matters": False}
    made.counts["north"]["outcome"]["ties"].append(invented)
    made.log_counts()
    made.seal_log()


def another_version_of_the_rule(made: Golden) -> None:
    for count in made.counts.values():
        count["outcome"]["version"] = "2"
    for event in made.events[8:10]:
        event["payload"]["version"] = "2"
    made.log_counts()
    made.seal_log()


def drop_an_entry(made: Golden) -> None:
    del made.events[3]


def drop_an_entry_and_seal_again(made: Golden) -> None:
    del made.events[3]
    made.seal_log()


def drop_the_close(made: Golden) -> None:
    del made.events[7]
    made.seal_log()


def publish_before_the_count(made: Golden) -> None:
    made.events.insert(5, made.events.pop())
    made.seal_log()


def a_code_after_the_close(made: Golden) -> None:
    made.events.insert(7, made.events.pop(3))
    made.seal_log()


def change_the_rule(made: Golden) -> None:
    made.round["rule"]["params"]["fit"] = "stop"


def change_the_rule_and_freeze_again(made: Golden) -> None:
    made.round["rule"]["params"] |= {"measure": "points", "fit": "stop"}
    made.freeze()
    made.seal_log()


def another_rule(made: Golden) -> None:
    made.round["rule"]["id"] = "organisers-choice"
    made.freeze()
    made.seal_log()


def move_a_proposal_off_the_paper(made: Golden) -> None:
    made.proposals[6]["status"] = "declined"


def put_a_declined_proposal_on_the_paper(made: Golden) -> None:
    made.round["pots"][1]["projects"].append("X")
    made.freeze()
    made.log_counts()
    made.seal_log()


def add_a_leaf(made: Golden) -> None:
    made.leaves = sorted([*made.leaves, sha256(b"added")])


def a_leaf_counted_and_replaced(made: Golden) -> None:
    made.superseded = sorted([*made.superseded, made.leaves[0]])


def draw_lots_until_it_suits(made: Golden) -> None:
    root = tree_root([bytes.fromhex(leaf) for leaf in made.leaves])
    made.round["seed"] |= {"secret": NEW_SECRET.hex(), "seed": sha256(NEW_SECRET + root)}


def another_commitment(made: Golden) -> None:
    draw_lots_until_it_suits(made)
    made.round["seed"]["commitment"] = sha256(NEW_SECRET)


def the_log_counts_another_outcome(made: Golden) -> None:
    made.events[8]["payload"]["outcome_digest"] = sha256(b"another outcome")
    made.seal_log()


def publish_another_outcome(made: Golden) -> None:
    digests = {pot: sha256(canonical(count["outcome"])) for pot, count in made.counts.items()}
    made.event("outcome_published")["outcomes"] = {**digests, "south": sha256(b"another outcome")}
    made.seal_log()


def spend_more_than_the_pot(made: Golden) -> None:
    made.round["pots"][0]["budget"] = 999
    made.freeze()
    made.log_counts()
    made.seal_log()


def change_a_published_vote(made: Golden) -> None:
    made.results["pots"][0]["votes"]["D"] = 2


def leave_a_project_out_of_the_results(made: Golden) -> None:
    del made.results["pots"][1]["votes"]["G"]


def more_codes_used_than_issued(made: Golden) -> None:
    made.turnout["codes_used"] = made.results["turnout"]["codes_used"] = 10


def turnout_told_twice(made: Golden) -> None:
    made.results["turnout"]["ballots"] = 7


def move_voters_to_another_way(made: Golden) -> None:
    letters, messages = made.turnout["by_proof"]
    letters["issued"], messages["issued"] = letters["issued"] - 1, messages["issued"] + 1


def more_came_by_one_way_than_were_let_in(made: Golden) -> None:
    letters, messages = made.turnout["by_proof"]
    letters["used"], messages["used"] = 2, 4


def leave_out_a_way_of_voting(made: Golden) -> None:
    made.turnout["by_proof"].pop()


def tell_a_way_of_voting_twice(made: Golden) -> None:
    letters, messages = made.turnout["by_proof"]
    messages["issued"], messages["used"] = 1, 1
    made.turnout["by_proof"] = [letters, messages, {"proof": "email", "issued": 2, "void": 0, "used": 1}]


def one_person_alone(made: Golden) -> None:
    made.events[-1]["actor"] = "p1"
    made.seal_log()


def let_only_those_vote_who_live_there(made: Golden) -> None:
    made.round["ties"] = ["live"]


def lower_the_age(made: Golden) -> None:
    made.round["minimum_age"] = 8


def offer_another_way_of_voting(made: Golden) -> None:
    made.round["proofs"] = ["code", "email", "text"]


def four_eyes_closed(made: Golden) -> None:
    made.round["four_eyes"] = False


def change_a_leaf_of_a_batch(made: Golden) -> None:
    made.batches[0]["leaves"][3] = sha256(b"another")


def change_a_ballot_in_a_sealed_batch(made: Golden) -> None:
    """A ballot is exchanged after its batch was sealed, and box, root and log are made to fit."""
    old, new = made.leaves[0], sha256(b"\x00exchanged")
    made.leaves = sorted([*made.leaves[1:], new])
    root = tree_root([bytes.fromhex(leaf) for leaf in made.leaves])
    made.event("voting_closed")["root"] = root.hex()
    made.batches[0]["leaves"] = sorted(new if leaf == old else leaf for leaf in made.batches[0]["leaves"])
    made.round["seed"]["seed"] = sha256(NEW_SECRET + root)
    made.seal_log()


def lose_a_leaf_that_was_sealed(made: Golden) -> None:
    made.superseded.pop()
    made.turnout["superseded"] -= 1
    closed = made.event("voting_closed")
    closed["superseded"] -= 1
    closed["superseded_root"] = tree_root([bytes.fromhex(leaf) for leaf in made.superseded]).hex()
    made.seal_log()


def leave_a_batch_out(made: Golden) -> None:
    del made.batches[1]


def exchange_the_hours_of_batches(made: Golden) -> None:
    made.batches[0]["sealed_hour"], made.batches[1]["sealed_hour"] = (
        made.batches[1]["sealed_hour"],
        made.batches[0]["sealed_hour"],
    )
    made.seal_batches()
    made.seal_log()


def a_batch_with_its_minute(made: Golden) -> None:
    made.batches[1]["sealed_hour"] = "2026-03-05T09:41:00Z"
    made.seal_batches()
    made.seal_log()


def a_small_batch(made: Golden) -> None:
    made.batches[1]["leaves"] = sorted([*made.batches[1]["leaves"], made.batches[0]["leaves"].pop()])
    made.seal_batches()
    made.seal_log()


def a_batch_that_seals_another(made: Golden) -> None:
    made.batches[0]["prev"] = "0" * 64


def number_a_batch_otherwise(made: Golden) -> None:
    made.batches[1]["batch"] = 7


def state_another_size(made: Golden) -> None:
    made.batches[1]["size"] = 3


def state_another_root_of_a_batch(made: Golden) -> None:
    made.batches[1]["root"] = "0" * 64


def batch_out_of_order(made: Golden) -> None:
    made.batches[1]["leaves"].reverse()


def a_leaf_in_two_batches(made: Golden) -> None:
    made.batches[1]["leaves"] = sorted([*made.batches[1]["leaves"], made.batches[0]["leaves"][0]])
    made.seal_batches()
    made.seal_log()


def the_log_seals_another_batch(made: Golden) -> None:
    made.event("batch_sealed")["root"] = "0" * 64
    made.seal_log()


def withhold_ballots_that_are_there(made: Golden) -> None:
    made.round["pots"][0]["withheld"] = True


def withhold_the_ballots_of_a_large_pot(made: Golden) -> None:
    made.round["pots"][0]["withheld"] = True
    made.rows = [row for row in made.rows if not row.startswith("north,")]
    made.counts["north"]["outcome"]["ballots"] = 40
    made.log_counts()
    made.seal_log()


def open_all_but_one(made: Golden) -> None:
    made.round["openings"] = "open"
    made.openings.pop()
    made.freeze()
    made.seal_log()


def say_that_the_first_vote_counted(made: Golden) -> None:
    """Two leaves do not count, and only one code was made void."""
    made.round["which_counts"] = "first"
    made.freeze()
    made.seal_log()


TAMPERINGS: list[tuple[Callable[[Golden], None], set[str]]] = [
    (remove_a_ballot, {"V15", "V17", "V20"}),
    (remove_a_ballot_and_all_trace, {"V17", "V20"}),
    (add_ballots_beyond_the_box, {"V13", "V17", "V20", "V21"}),
    (ballots_out_of_order, {"V13"}),
    (too_many_on_one_ballot, {"V14", "V20"}),
    (swap_a_winner, {"V17", "V19"}),
    (winners_in_another_order, {"V17"}),
    (change_a_cost, {"V09", "V15", "V17", "V19"}),
    (change_a_cost_and_freeze_again, {"V17", "V19"}),
    (change_a_title, {"V09"}),
    (order_a_tie_the_other_way, {"V17"}),
    (hide_a_tie, {"V17"}),
    (invent_a_tie, {"V17"}),
    (another_version_of_the_rule, {"V17"}),
    (drop_an_entry, {"V06", "V21"}),
    (drop_an_entry_and_seal_again, {"V21"}),
    (drop_the_close, {"V07"}),
    (publish_before_the_count, {"V07", "V22"}),
    (a_code_after_the_close, {"V08"}),
    (change_the_rule, {"V09", "V17"}),
    (change_the_rule_and_freeze_again, {"V17"}),
    (another_rule, {"V17"}),
    (move_a_proposal_off_the_paper, {"V10"}),
    (put_a_declined_proposal_on_the_paper, {"V10", "V20"}),
    (add_a_leaf, {"V12", "V16", "V21"}),
    (a_leaf_counted_and_replaced, {"V11", "V12", "V21"}),
    (say_that_the_first_vote_counted, {"V11"}),
    (draw_lots_until_it_suits, {"V16"}),
    (another_commitment, {"V16"}),
    (the_log_counts_another_outcome, {"V18"}),
    (publish_another_outcome, {"V18"}),
    (spend_more_than_the_pot, {"V17", "V19", "V20"}),
    (change_a_published_vote, {"V20"}),
    (leave_a_project_out_of_the_results, {"V20"}),
    (more_codes_used_than_issued, {"V21"}),
    (turnout_told_twice, {"V21"}),
    (move_voters_to_another_way, {"V21"}),
    (more_came_by_one_way_than_were_let_in, {"V21"}),
    (leave_out_a_way_of_voting, {"V21"}),
    (tell_a_way_of_voting_twice, {"V21"}),
    (one_person_alone, {"V22"}),
    (four_eyes_closed, {"V09"}),
    (let_only_those_vote_who_live_there, {"V09"}),
    (lower_the_age, {"V09"}),
    (offer_another_way_of_voting, {"V09"}),
    (change_a_leaf_of_a_batch, {"V24"}),
    (change_a_ballot_in_a_sealed_batch, {"V24"}),
    (lose_a_leaf_that_was_sealed, {"V24"}),
    (leave_a_batch_out, {"V24"}),
    (exchange_the_hours_of_batches, {"V24"}),
    (a_batch_with_its_minute, {"V24"}),
    (a_small_batch, {"V24"}),
    (a_batch_that_seals_another, {"V24"}),
    (number_a_batch_otherwise, {"V24"}),
    (state_another_size, {"V24"}),
    (state_another_root_of_a_batch, {"V24"}),
    (batch_out_of_order, {"V24"}),
    (a_leaf_in_two_batches, {"V24"}),
    (the_log_seals_another_batch, {"V24"}),
    (withhold_ballots_that_are_there, {"V27"}),
    (withhold_the_ballots_of_a_large_pot, {"V27"}),
    (open_all_but_one, {"V27"}),
]

FILE_TAMPERINGS: list[tuple[str, Callable[[dict[str, bytes]], object], set[str]]] = [
    ("a file more", lambda found: found.update({"counts/west.json": b"{}"}), {"V02", "V05"}),
    ("a path that climbs", lambda found: found.update({"../../etc/passwd": b"x"}), {"V02"}),
    ("a file less", lambda found: found.pop("README.cy.md"), {"V02"}),
    ("a count less", lambda found: found.pop("counts/south.json"), {"V02"}),
    ("loose JSON", lambda found: found.update({"round.json": found["round.json"] + b" "}), {"V05"}),
    ("no last newline", lambda found: found.update({"leaves.txt": found["leaves.txt"][:-1]}), {"V05"}),
]
