"""What changed between two records of one round: nothing sealed may be missing or other in the later one.

It judges neither record by itself; that is for the checks.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pb.verifier.checks.files import expected_files
from pb.verifier.checks.frozen import configuration
from pb.verifier.record import BrokenFileError, Record

BROKEN, CHANGED, MORE, SAME = "broken", "changed", "more", "same"  # the worst first


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: how grave it is, a code with a sentence in `words`, and its facts."""

    state: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What one comparison found; `lacks` is a file that could not be read in one of the two."""

    number: str
    changes: tuple[Change, ...] = ()
    lacks: str | None = None

    @property
    def state(self) -> str:
        if self.lacks is not None:
            return "unchecked"
        found = {change.state for change in self.changes}
        return next((state for state in (BROKEN, CHANGED, MORE) if state in found), SAME)


def log(old: Record, new: Record) -> Iterator[Change]:
    """The earlier log is the beginning of the later one, entry for entry."""
    for line, (earlier, later) in enumerate(zip(old.events, new.events, strict=False), 1):
        if earlier != later:
            yield Change(BROKEN, "log-other", {"line": line})
            return
    if len(new.events) < len(old.events):
        yield Change(BROKEN, "log-shorter", {"old": len(old.events), "new": len(new.events)})
    added = [event["type"] for event in new.events[len(old.events) :]]
    if added:
        yield Change(MORE, "log-more", {"types": added})


def frozen(old: Record, new: Record) -> Iterator[Change]:
    """What was frozen when voting opened is the same."""
    earlier, later = configuration(old), configuration(new)
    for key in sorted(earlier):
        if earlier[key] != later[key]:
            yield Change(BROKEN, "frozen-other", {"what": key})


def leaves(old: Record, new: Record) -> Iterator[Change]:
    """The leaves that count, and those that do not, are the same."""
    for name, earlier, later in (
        ("leaves.txt", old.leaves, new.leaves),
        ("superseded.txt", old.superseded, new.superseded),
    ):
        yield from _lines(name, Counter(earlier), Counter(later))


def batches(old: Record, new: Record) -> Iterator[Change]:
    """Every batch is the same, and none is missing."""
    for line, (earlier, later) in enumerate(zip(old.batches, new.batches, strict=False), 1):
        if earlier != later:
            yield Change(BROKEN, "batch-other", {"batch": line})
    if len(old.batches) != len(new.batches):
        yield Change(BROKEN, "batch-number", {"old": len(old.batches), "new": len(new.batches)})


def ballots(old: Record, new: Record) -> Iterator[Change]:
    """The published ballots are the same."""
    yield from _lines("ballots.csv", Counter(old.rows), Counter(new.rows))
    for what in ("withheld", "hidden"):
        earlier, later = getattr(old, what), getattr(new, what)
        if earlier != later:
            yield Change(BROKEN, "held-back-other", {"old": sorted(earlier), "new": sorted(later)})


def counts(old: Record, new: Record) -> Iterator[Change]:
    """A count differs only where the log says that it was counted again."""
    added = new.events[len(old.events) :]
    again = {event["payload"]["pot_id"] for event in added if event["type"] == "outcome_counted"}
    for pot in old.round["pots"]:
        name = pot["id"]
        earlier, later = old.public_count(name), new.public_count(name)
        if earlier != later:
            state, code = (CHANGED, "count-again") if name in again else (BROKEN, "count-other")
            yield Change(state, code, {"pot": name})
            yield from _figures(state, name, earlier["outcome"], later["outcome"])


def _figures(state: str, pot: str, earlier: Mapping[str, Any], later: Mapping[str, Any]) -> Iterator[Change]:
    for key in sorted({*earlier, *later}):
        pair = {"old": earlier.get(key), "new": later.get(key)}
        if pair["old"] == pair["new"]:
            continue
        if key == "selected":
            yield Change(state, "count-winners", {"pot": pot, **pair})
        elif all(isinstance(value, int | str | None) for value in pair.values()):
            yield Change(state, "count-figure", {"pot": pot, "figure": key, **pair})
        else:
            yield Change(state, "count-part", {"pot": pot, "figure": key})


def published(old: Record, new: Record) -> Iterator[Change]:
    """Results and turnout; they follow the counts, and the turnout never changes once the box is closed."""
    earlier, later = old.json("turnout.json"), new.json("turnout.json")
    for key in sorted(earlier):
        if earlier[key] != later[key]:
            yield Change(BROKEN, "turnout-other", {"figure": key, "old": earlier[key], "new": later[key]})
    said = {entry["pot_id"]: entry for entry in new.json("results.json")["pots"]}
    for entry in old.json("results.json")["pots"]:
        votes = said.get(entry["pot_id"], {}).get("votes", {})
        for project in sorted({*entry["votes"], *votes}):
            pair = {"old": entry["votes"].get(project), "new": votes.get(project)}
            if pair["old"] != pair["new"]:
                yield Change(BROKEN, "votes-other", {"pot": entry["pot_id"], "project": project, **pair})


def texts(old: Record, new: Record) -> Iterator[Change]:
    """What is said of proposals and of the round, beyond what was frozen."""
    earlier, later = old.proposals, new.proposals
    for name in sorted({*earlier, *later}):
        ours, theirs = earlier.get(name), later.get(name)
        if ours is None or theirs is None:
            yield Change(CHANGED, "proposal-gone" if theirs is None else "proposal-new", {"proposal": name})
            continue
        for key in sorted({*ours, *theirs}):
            if ours.get(key) != theirs.get(key):
                yield Change(CHANGED, "proposal-text", {"proposal": name, "what": key})
    for key in sorted({*old.round, *new.round} - {"pots", "config_digest", "ballot", "rule"}):
        if old.round.get(key) != new.round.get(key):
            yield Change(CHANGED, "round-text", {"what": key})


def files(old: Record, new: Record) -> Iterator[Change]:
    """Files that only one of the two has, and the key that signed."""
    for name in sorted({*old.files, *new.files, *expected_files(old)}):
        if (name in old.files) != (name in new.files):
            state, code = (BROKEN, "file-gone") if name in old.files else (CHANGED, "file-new")
            yield Change(state, code, {"file": name})
    keys = [record.json("manifest.sig")["public"] for record in (old, new)]
    if keys[0] != keys[1]:
        yield Change(BROKEN, "key-other", {})


COMPARISONS: dict[str, Callable[[Record, Record], Iterator[Change]]] = {
    "D1": log,
    "D2": frozen,
    "D3": leaves,
    "D4": batches,
    "D5": ballots,
    "D6": counts,
    "D7": published,
    "D8": texts,
    "D9": files,
}


def compare(old: Record, new: Record) -> list[Compared]:
    """Every comparison's finding, in order of number."""
    return [_compared(number, each, old, new) for number, each in COMPARISONS.items()]


def _compared(
    number: str, each: Callable[[Record, Record], Iterator[Change]], old: Record, new: Record
) -> Compared:
    found: list[Change] = []
    try:
        found.extend(each(old, new))
    except BrokenFileError as broken:
        return Compared(number=number, changes=tuple(found), lacks=broken.file)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as fault:
        # Whatever a stranger's file does to a comparison, the answer is a line, never a traceback.
        found.append(Change(BROKEN, "unforeseen", {"kind": type(fault).__name__}))
    return Compared(number=number, changes=tuple(found))


def _lines(name: str, earlier: Counter[Any], later: Counter[Any]) -> Iterator[Change]:
    for code, more in (("lines-gone", earlier - later), ("lines-new", later - earlier)):
        if more:
            yield Change(BROKEN, code, {"file": name, "count": more.total()})


def is_continued(found: Sequence[Compared]) -> bool:
    """Whether nothing that was sealed is missing or other, and everything could be compared."""
    return all(one.state not in (BROKEN, "unchecked") for one in found)
