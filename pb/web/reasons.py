"""Why each proposal won or did not, as sentences in the reader's language.

It works nothing out: codes and facts come from the sealed outcome, words from the catalogue.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pb.domain.groups import name_of
from pb.domain.results import Line, PotResult
from pb.domain.rounds import Currency
from pb.domain.sums import Rounding
from pb.domain.text import Bilingual, Language
from pb.i18n import formats
from pb.i18n.marks import say
from pb.web import labels

MONEY = frozenset({"cost", "left", "short_by", "held", "paid", "most", "support", "overspent", "level"})
# What is missing or borne is never made to look smaller.
ROUNDED_UP = frozenset({"short_by", "overspent", "level"})
ABOUT = {
    "count-stopped-before": "stopped_at",
    "next-does-not-fit": "next",
    "conflict-with": "winner",
    "needs-project": "needs",
}

# How a winner won, by a fact of its step that only one way of winning has.
WON_BY = {
    "reserved": "won-reserved",
    "for_group": "won-for-group",
    "overspent": "won-in-part",
    "price": "won-by-shares",
    "level": "won-by-spread",
    "utility": "won-in-best-set",
    "support": "won-by-transfer",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """A sentence, and where it speaks of another proposal, a label and that proposal's title."""

    text: str
    label: str | None = None
    about: Bilingual | None = None


def why(line: Line, result: PotResult, currency: Currency, language: Language) -> Why:
    """Why this proposal stands where it does."""
    facts = _said(line, currency)
    if "group" in facts:
        seats = result.params.get("per_group", "").partition(":")[0]
        group = (facts.get("dimension", seats), facts["group"])
        facts["group"] = name_of(result.groups, group).in_language(language)[0]
    code = _code(line, result)
    text = say(labels.labels()[code], labels.words_of(language), facts)
    name = ABOUT.get(line.code)
    if name is None or name not in line.facts:
        return Why(text=text)
    return Why(
        text=text,
        label=labels.label_text(name, "about", language),
        about=result.title_of(str(line.facts[name])),
    )


def decimal(value: int | str) -> str:
    """A score as readers write it: whole, or with two figures after the point, halves up."""
    return formats.decimal(Fraction(value))


def _code(line: Line, result: PotResult) -> str:
    if line.code != "won":
        in_group = "-in-group" if line.code == "no-seat-left" and "group" in line.facts else ""
        code = f"reason.{line.code}{in_group}"
        return code if code in labels.labels() else "reason.other"
    told = next((name for name in WON_BY if line.facts.get(name)), None)
    if told is not None:
        return f"reason.{WON_BY[told]}"
    if result.rule == "seats" or result.params.get("fit") == "seats":
        return "reason.won-seat"
    return "reason.won"


def _said(line: Line, currency: Currency) -> dict[str, str]:
    facts: Mapping[str, Any] = line.facts
    given = {name: value for name, value in facts.items() if isinstance(value, int | str)}
    if "price" in facts:
        marks = [Fraction(amount) for _, _, amount in facts.get("paid_in_full", ())]
        given["most"] = str(max(marks, default=Fraction(facts["price"])))
    counted = bool(facts.get("counted"))
    said = {name: _one(name, value, currency, counted=counted) for name, value in given.items()}
    return {"place": str(line.place or ""), "code": line.code} | said


def _one(name: str, value: int | str, currency: Currency, *, counted: bool) -> str:
    if name in MONEY or (name in ("limit", "used") and not counted):
        rounding = Rounding(minor_digits=currency.minor_digits)
        if name in ROUNDED_UP:
            amount = -rounding.at_most(-Fraction(value))
        else:
            amount = rounding.shown(value) if name == "most" else rounding.at_most(value)
        return formats.money(amount, currency.code, rounding.digits)
    if name in ("has", "needs") or isinstance(value, int):
        return decimal(value) if _is_number(value) else str(value)
    return value


def _is_number(value: int | str) -> bool:
    return isinstance(value, int) or value.replace("/", "", 1).isdigit()
