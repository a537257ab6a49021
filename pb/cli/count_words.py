"""The words of `pb count`: an outcome told in English or Welsh, and why each project won or did not.

Must not put a name into the middle of a Welsh sentence: it stands before a colon.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from pb.cli import sum_words
from pb.cli.counted import Counted
from pb.tally.pabulib_amounts import decimal

MONEY = ("left", "cost", "short_by", "paid", "limit", "used", "pot", "over")
HEAD = {
    "en": {
        "rule": "Rule: {rule} (version {version})",
        "ballots": "Ballots: {ballots} ({distinct} different)",
        "budget": "Budget: {budget}   Spent: {cost}   Left: {left}",
        "funded": "Funded, in order ({number}):",
        "none": "Nothing is funded.",
        "ties": "Ties that had to be broken:",
        "tie": "  {tied}: {chosen} came first, by {key}; {matters}",
        "True": "another order changes who is funded.",
        "False": "another order funds the same projects.",
        "None": "whether another order changes who is funded was not examined: too many ties.",
        "why": "Why:",
    },
    "cy": {
        "rule": "Rheol: {rule} (fersiwn {version})",
        "ballots": "Pleidleisiau: {ballots} (gwahanol: {distinct})",
        "budget": "Cyllideb: {budget}   Gwariwyd: {cost}   Yn weddill: {left}",
        "funded": "Yn cael eu hariannu, yn eu trefn ({number}):",
        "none": "Nid oes dim yn cael ei ariannu.",
        "ties": "Pleidleisiau cyfartal y bu rhaid eu torri:",
        "tie": "  {tied}: yn gyntaf: {chosen}; yn ôl: {key}; {matters}",
        "True": "byddai trefn arall yn newid pwy sy'n cael ei ariannu.",
        "False": "byddai trefn arall yn ariannu'r un prosiectau.",
        "None": "nid archwiliwyd a fyddai trefn arall yn newid pwy sy'n cael ei ariannu: gormod o"
        " bleidleisiau cyfartal.",
        "why": "Pam:",
    },
}
WHY = {
    "en": {
        "won": "funded.",
        "part-funded": "given the {paid} that was left towards its cost of {cost}.",
        "not-enough-money-left": "costs {cost}, but {left} was left: {short_by} short.",
        "count-stopped-before": "the count stopped before it, at {stopped_at}, with {left} left.",
        "below-minimum": "has {has}, needs at least {needs} ({measure}).",
        "conflict-with": "cannot be funded beside {winner}.",
        "group-full": "its group is full: {dimension} {group}.",
        "needs-project": "needs {needs}, which is not funded.",
        "supporters-out-of-money": "its supporters held {held} of its cost of {cost}: {short_by} short.",
        "not-needed-by-anyone": "nobody supports it.",
        "next-does-not-fit": "the count ended when {next} was due, which costs {cost} while {left} was left.",
        "not-in-best-set": "not in the affordable set with the largest total.",
        "no-seat-left": "the seats were filled before it.",
    },
    "cy": {
        "won": "yn cael ei ariannu.",
        "part-funded": "rhoddwyd yr hyn oedd yn weddill tuag at y gost. Rhoddwyd: {paid}. Cost: {cost}.",
        "not-enough-money-left": (
            "dim digon o arian yn weddill. Cost: {cost}. Yn weddill: {left}. Yn brin: {short_by}."
        ),
        "count-stopped-before": (
            "daeth y cyfrif i ben cyn ei gyrraedd. Stopiwyd wrth: {stopped_at}. Yn weddill: {left}."
        ),
        "below-minimum": "o dan y trothwy. Wedi cael: {has}. Angen o leiaf: {needs} ({measure}).",
        "conflict-with": "ni ellir ei ariannu ochr yn ochr â phrosiect arall. Y prosiect hwnnw: {winner}.",
        "group-full": "mae ei grŵp yn llawn. Grŵp: {dimension} {group}.",
        "needs-project": "mae angen prosiect arall nad yw'n cael ei ariannu. Y prosiect hwnnw: {needs}.",
        "supporters-out-of-money": (
            "dim digon gan ei gefnogwyr. Oedd ganddynt: {held}. Cost: {cost}. Yn brin: {short_by}."
        ),
        "not-needed-by-anyone": "nid oes neb yn ei gefnogi.",
        "next-does-not-fit": "daeth y cyfrif i ben. Nesaf: {next}. Cost hwnnw: {cost}. Yn weddill: {left}.",
        "not-in-best-set": "nid yw yn y set fforddiadwy â'r cyfanswm mwyaf.",
        "no-seat-left": "llanwyd y lleoedd cyn ei gyrraedd.",
    },
}


def told(counted: Counted, language: str, several: bool) -> str:
    """The outcome of one file in words; with the reasons where a language was asked for."""
    head = HEAD[language or "en"]
    outcome, unit = counted.outcome, counted.file.unit
    lines = [str(counted.path)] if several else []
    left = outcome.budget - outcome.cost
    money = {"budget": outcome.budget, "cost": outcome.cost, "left": left}
    lines += [
        head["rule"].format(rule=outcome.rule, version=outcome.version),
        head["ballots"].format(ballots=outcome.ballots, distinct=outcome.distinct),
        head["budget"].format(**{name: decimal(value, unit) for name, value in money.items()}),
        head["funded"].format(number=len(outcome.selected)) if outcome.selected else head["none"],
    ]
    costs = {project.id: project.cost for project in counted.file.contest.projects}
    lines += [
        f"  {at:>3}. {_named(counted, name)}  {decimal(costs[name], unit)}"
        for at, name in enumerate(outcome.selected, 1)
    ]
    if outcome.ties:
        lines.append(head["ties"])
    for tie in outcome.ties:
        matters = head[str(tie.matters)]
        lines.append(
            head["tie"].format(tied=", ".join(tie.tied), chosen=tie.chosen, key=tie.key, matters=matters)
        )
    if language:
        lines += [head["why"], *(f"  {line}" for line in _reasons(counted, language))]
    return "\n".join(_tame(line) for line in lines) + ("\n" if several else "")


def _tame(line: str) -> str:
    """The line with every sign that steers a terminal shown as its number: names come out of files."""
    return "".join(sign if sign.isprintable() else f"\\x{ord(sign):02x}" for sign in line)


def _reasons(counted: Counted, language: str) -> list[str]:
    lines = []
    for name, reason in counted.outcome.reasons.items():
        words = WHY[language].get(reason.code, reason.code)
        facts = {key: _shown(key, value, counted.file.unit) for key, value in reason.facts.items()}
        lines.append(f"{_named(counted, name)}: {words.format(**facts)}")
        lines += [f"    {row}" for row in sum_words.rows(counted, name, language)]
    return lines


def _named(counted: Counted, name: str) -> str:
    title = counted.file.names.get(name, "")
    return f"{name} {title}" if title else name


def _shown(key: str, value: Any, unit: int) -> Any:
    """A fact as text: amounts as decimals; a fraction of a minor unit is rounded down to be read."""
    if key in ("held", "short_by", *MONEY) and isinstance(value, int | Fraction):
        return decimal(int(value), unit)
    return value
