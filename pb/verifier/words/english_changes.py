"""What the verifier says of two records side by side, in English.

It holds words only; facts stand in braces and are filled in by `report`.
"""

TITLES = {
    "D1": "The log of the earlier record is the beginning of the later one's.",
    "D2": "What was frozen when voting opened is the same.",
    "D3": "The leaves of the ballot box are the same.",
    "D4": "The sealed batches are the same.",
    "D5": "The published ballots, and what is held back, are the same.",
    "D6": "The counts are the same, or were counted again as the log says.",
    "D7": "Turnout and votes are the same.",
    "D8": "Texts of the round and its proposals.",
    "D9": "The files, and the key that signed.",
}

FRAME = {
    "same": "SAME",
    "more": "MORE",
    "changed": "CHANGED",
    "broken": "BROKEN",
    "unchecked": "NOT COMPARED",
    "identical": "The two records are the same, byte for byte.",
    "continued": "The later record continues the earlier one: nothing that was sealed is missing or other.",
    "not-continued": (
        "The later record does NOT continue the earlier one. Broken: {broken}. "
        "Could not be compared: {unchecked}."
    ),
    "other-round": "These are records of two different rounds, {old} and {new}.",
    "help-diff": "compare two records of one round, the earlier one first",
    "help-exit": (
        "With --diff: 0 the later record continues the earlier one, 1 it does not, 2 they cannot be compared."
    ),
}

CHANGES = {
    "log-other": "entry {line} of the log is another one.",
    "log-shorter": "the earlier log has {old} entries, the later one {new}.",
    "log-more": "entries added: {types}.",
    "frozen-other": "this was frozen and is not the same: {what}.",
    "lines-gone": "lines gone from {file}: {count}.",
    "lines-new": "lines new in {file}: {count}.",
    "batch-other": "batch {batch} is another one.",
    "batch-number": "the earlier record has {old} batches, the later one {new}.",
    "held-back-other": "other pots are held back: {old} before, {new} now.",
    "count-again": "the pot {pot} was counted again.",
    "count-other": "the count of the pot {pot} is another one, and the log has no new count.",
    "count-winners": "pot {pot}: the winners were {old} and are now {new}.",
    "count-figure": "pot {pot}: {figure} was {old} and is now {new}.",
    "count-part": "pot {pot}: this part of the count is not the same: {figure}.",
    "turnout-other": "the figure {figure} was {old} and is now {new}.",
    "votes-other": "pot {pot}: the votes for {project} were {old} and are now {new}.",
    "proposal-gone": "the proposal {proposal} is gone.",
    "proposal-new": "the proposal {proposal} is new.",
    "proposal-text": "proposal {proposal}: this is not the same: {what}.",
    "round-text": "of the round, this is not the same: {what}.",
    "file-gone": "the file {file} is gone.",
    "file-new": "the file {file} is new.",
    "key-other": "another key signed the later record.",
    "unforeseen": "the content is such that this could not be compared ({kind}).",
}
