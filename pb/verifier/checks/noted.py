"""A check against figures from outside: the root and the log entry that someone noted in good time.

Without such figures a record can only be judged against itself; this check is then not made.
"""

from collections.abc import Iterator

from pb.verifier.checks.box import box_root
from pb.verifier.record import Problem, Record, problem


def head(record: Record) -> str:
    """The hash of the log's last entry; an empty text where the log is empty."""
    return str(record.events[-1]["hash"]) if record.events else ""


def noted(record: Record) -> Iterator[Problem]:
    """The record has the root, and the log the entry, that the auditor noted elsewhere."""
    expected = record.expected
    if "root" in expected and expected["root"] != box_root(record):
        yield problem("noted-root", file="leaves.txt", found=box_root(record))
    if "head" in expected and expected["head"] not in {event["hash"] for event in record.events}:
        yield problem("noted-head", file="events.jsonl", found=head(record))
