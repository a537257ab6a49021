"""The words for codes: refusals, faults, notices and the values of enumerations, gathered from `words/`.

It decides nothing; a code without words gets the general sentence of its kind.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from gettext import NullTranslations
from types import ModuleType
from typing import Any

from pb.domain.paper_setup import grade_name
from pb.domain.refusals import Fault, Kind, Refusal
from pb.domain.text import Bilingual, Language
from pb.i18n import catalog, formats
from pb.i18n.marks import Mark, say
from pb.web.words import (
    audit,
    counting,
    jobs,
    people,
    proofs,
    proposals,
    rehearsing,
    results,
    reviews,
    rounds,
    shell,
    signin,
    voting,
)

# A new feature's words take their place here.
FEATURES: tuple[ModuleType, ...] = (
    shell, signin, people, rounds, proposals, reviews, voting, counting, jobs, rehearsing, results, audit,
    proofs,
)  # fmt: skip

Table = Mapping[str, Mark]


@cache
def _gathered(name: str) -> Table:
    """One table of all features: REFUSALS, NOTICES or LABELS. No two say the same code differently."""
    return {code: mark for feature in FEATURES for code, mark in getattr(feature, name, {}).items()}


def refusals() -> Table:
    """Words by refusal or fault code; `<field>.<code>` is tried before `<code>`."""
    return _gathered("REFUSALS")


def notices() -> Table:
    return _gathered("NOTICES")


def labels() -> Table:
    """Words by `<family>.<value>`, such as `phase.voting`."""
    return _gathered("LABELS")


def refusal_text(refusal: Refusal, language: Language) -> str:
    """Why something was refused, as a sentence."""
    mark = refusals().get(refusal.code) or refusals()[f"kind.{refusal.kind}"]
    return say(mark, catalog.words(language), said_facts(refusal.facts, language))


def fault_text(fault: Fault, language: Language) -> str:
    """What is wrong with one field, as a sentence."""
    known = refusals()
    mark = known.get(f"{fault.field}.{fault.code}") or known.get(fault.code) or known[f"kind.{Kind.INVALID}"]
    return say(mark, catalog.words(language), said_facts(fault.facts, language))


def notice_text(code: str, language: Language) -> str | None:
    """The one-time notice of a code; None where it has no words (the cookie is the visitor's to change)."""
    mark = notices().get(code)
    return None if mark is None else say(mark, catalog.words(language))


def label_text(value: object, family: str, language: Language) -> str:
    """The word for a value of an enumeration: `label_text(round.phase, "phase", "cy")`."""
    return say(labels()[f"{family}.{value}"], catalog.words(language))


def grade_text(mark: int, grades: int, language: Language) -> str:
    """The word for a grade, 0 being the best of so many; a number where there is no word."""
    name = grade_name(mark, grades)
    return name if name.isdigit() else label_text(name, "grade", language)


def said_facts(facts: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """Facts as readers write them, by the ending of their names: `_pence`, `_count`, `_at`, `_on`."""
    return {name: _said(name, value, language) for name, value in facts.items()}


def _said(name: str, value: Any, language: Language) -> Any:
    if isinstance(value, Bilingual):
        return value.in_language(language)[0]
    if isinstance(value, datetime):
        return formats.date_and_time(value, language)
    if isinstance(value, date):
        return formats.long_date(value, language)
    if isinstance(value, int) and not isinstance(value, bool):
        return formats.money(value) if name.endswith("_pence") else formats.count(value)
    return value


def globals_for(language: Language) -> dict[str, Callable[..., Any]]:
    """What templates call: the functions above, with the language of the page filled in."""
    return {
        "fault_text": lambda fault: fault_text(fault, language),
        "refusal_text": lambda refusal: refusal_text(refusal, language),
        "notice_text": lambda code: notice_text(code, language),
        "label": lambda value, family: label_text(value, family, language),
        "grade": lambda mark, grades: grade_text(mark, grades, language),
    }


def words_of(language: Language) -> NullTranslations:
    """The translations for handlers that must say something outside a template."""
    return catalog.words(language)
