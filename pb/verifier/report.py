"""Runs the checks over a record and puts what they found into words, one numbered line a check.

It decides nothing itself, and prints only what cannot harm a terminal.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pb.verifier.checks import Check, checks_for
from pb.verifier.checks.box import box_root
from pb.verifier.checks.log import published
from pb.verifier.checks.noted import head
from pb.verifier.comparing import Compared, is_continued
from pb.verifier.record import BrokenFileError, Problem, Record, problem
from pb.verifier.words import ChangeWords, Words

SHOWN_PROBLEMS = 5
SHOWN_CHANGES = 40
SHOWN_SIGNS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one check found: its number, the problems, and the file it lacked where it could not be made."""

    number: str
    problems: tuple[Problem, ...] = ()
    lacks: str | None = None

    @property
    def state(self) -> str:
        if self.lacks is not None:
            return "unchecked"
        return "failed" if self.problems else "ok"


def examine(record: Record) -> list[Finding]:
    """Every check's finding, in order of number."""
    return [_finding(number, check, record) for number, check in checks_for(record).items()]


def _finding(number: str, check: Check, record: Record) -> Finding:
    found: list[Problem] = []
    try:
        found.extend(check(record))
    except BrokenFileError as broken:
        return Finding(number=number, problems=tuple(found), lacks=broken.file)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as fault:
        # Whatever a stranger's file does to a check, the answer is a line in the report, never a traceback.
        found.append(problem("unforeseen", kind=type(fault).__name__))
    return Finding(number=number, problems=tuple(found))


def lines(findings: list[Finding], words: Words) -> Iterator[str]:
    """A line for each check, and indented lines for what is wrong."""
    width = max(len(words.frame[state]) for state in ("ok", "failed", "unchecked"))
    for finding in findings:
        yield f"{finding.number} {words.frame[finding.state]:<{width}}  {words.titles[finding.number]}"
        indent = " " * (len(finding.number) + width + 3)
        for one in finding.problems[:SHOWN_PROBLEMS]:
            yield indent + sentence(one, words)
        if len(finding.problems) > SHOWN_PROBLEMS:
            yield indent + words.frame["more"].format(count=len(finding.problems) - SHOWN_PROBLEMS)
        if finding.lacks is not None:
            yield indent + words.frame["needs"].format(file=harmless(finding.lacks))


def change_lines(found: list[Compared], words: Words, said: ChangeWords) -> Iterator[str]:
    """A line for each comparison of two records, and indented lines for what changed."""
    width = max(len(said.frame[state]) for state in ("same", "more", "changed", "broken", "unchecked"))
    for one in found:
        yield f"{one.number} {said.frame[one.state]:<{width}}  {said.titles[one.number]}"
        indent = " " * (len(one.number) + width + 3)
        for change in one.changes[:SHOWN_CHANGES]:
            text = said.changes[change.code].format(
                **{key: harmless("-" if value is None else value) for key, value in change.facts.items()}
            )
            yield indent + text[:1].upper() + text[1:]
        if len(one.changes) > SHOWN_CHANGES:
            yield indent + words.frame["more"].format(count=len(one.changes) - SHOWN_CHANGES)
        if one.lacks is not None:
            yield indent + words.frame["needs"].format(file=harmless(one.lacks))


def conclusion(found: list[Compared], said: ChangeWords) -> str:
    """The sentence that says whether the later record continues the earlier one."""
    if is_continued(found):
        return said.frame["continued"]
    by_state = {
        state: ", ".join(one.number for one in found if one.state == state) or "-"
        for state in ("broken", "unchecked")
    }
    return said.frame["not-continued"].format(**by_state)


def sentence(one: Problem, words: Words) -> str:
    """Where the problem is, and what it is."""
    facts: dict[str, Any] = {key: harmless(value) for key, value in one.facts.items()}
    if one.code == "misfit":
        facts["wanted"] = words.wanted[one.facts["wanted"]]
    place = ""
    if facts.get("file"):
        place = words.frame["place-line" if "line" in facts else "place"].format(**facts)
    text = place + words.problems[one.code].format(**facts)
    return text[:1].upper() + text[1:] if not place else text


def harmless(value: Any) -> str:
    """A fact as text: short, and without signs that could steer a terminal."""
    text = ", ".join(str(one) for one in value) if isinstance(value, list | tuple) else str(value)
    text = "".join(sign if sign.isprintable() else f"\\x{ord(sign):02x}" for sign in text)
    return text if len(text) <= SHOWN_SIGNS else text[:SHOWN_SIGNS] + "..."


def figures(record: Record, words: Words) -> Iterator[str]:
    """The figures worth comparing with what was published or noted elsewhere."""
    try:
        yield words.frame["config"].format(value=record.round["config_digest"])
        if not record.round["imported"]:
            yield words.frame["root"].format(value=box_root(record))
        yield words.frame["head"].format(value=head(record))
        if record.hidden:
            yield words.frame["hidden"].format(pots=harmless(sorted(record.hidden)))
        if record.unknown:
            yield words.frame["withheld"].format(pots=harmless(sorted(record.unknown)))
    except BrokenFileError:
        return


def verdict(record: Record, findings: list[Finding], words: Words) -> tuple[bool, str]:
    """Whether everything passed, and the sentence that says so."""
    by_state = {
        state: ", ".join(finding.number for finding in findings if finding.state == state) or "-"
        for state in ("failed", "unchecked")
    }
    if any(finding.state != "ok" for finding in findings):
        return False, words.frame["bad"].format(**by_state)
    return True, words.frame["good" if published(record) else "good-unpublished"]
