"""The numbered checks, in the order in which they are made and reported.

A number is never given to another check: reports and minutes refer to it.
"""

from collections.abc import Callable, Iterator

from pb.verifier.checks import (
    batches,
    box,
    counts,
    disclosure,
    files,
    frozen,
    log,
    noted,
    openings,
    receipt,
    recount,
    signature,
)
from pb.verifier.record import Problem, Record

Check = Callable[[Record], Iterator[Problem]]

CHECKS: dict[str, Check] = {
    "V01": files.archive,
    "V02": files.presence,
    "V03": files.manifest,
    "V04": files.digests,
    "V05": files.form,
    "V06": log.chain,
    "V07": log.order,
    "V08": log.after_close,
    "V09": frozen.configured,
    "V10": frozen.papers,
    "V11": box.leaves,
    "V12": box.root,
    "V13": box.ballot_numbers,
    "V14": counts.lawful,
    "V15": counts.digests,
    "V16": frozen.seed,
    "V17": recount.recount,
    "V18": counts.logged,
    "V19": counts.within_budget,
    "V20": counts.results,
    "V21": box.turnout,
    "V22": log.two_people,
    "V24": batches.batches,
    "V26": signature.signature,
    "V27": disclosure.withheld,
}
# Made only where the auditor brings what they need.
GIVEN: dict[str, Check] = {"V23": noted.noted, "V25": openings.openings, "V28": receipt.receipt}


def checks_for(record: Record) -> dict[str, Check]:
    """The checks that can be made of this record, in order of number."""
    given = {
        "V23": bool(record.expected),
        "V25": record.has_openings,
        "V28": record.receipt is not None,
    }
    wanted = CHECKS | {number: check for number, check in GIVEN.items() if given[number]}
    return dict(sorted(wanted.items()))
