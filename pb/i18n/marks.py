"""Marks for sentences that stand in tables and are said later, in the reader's language.

They translate nothing: extraction finds their arguments, and `say` turns a mark into words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from gettext import NullTranslations
from typing import Any


@dataclass(frozen=True, slots=True)
class Contextual:
    """A sentence whose translation depends on where it stands."""

    context: str
    text: str


@dataclass(frozen=True, slots=True)
class Plural:
    """A sentence with a figure in it; `%(num)s` is the figure, given as the fact `num` or `count`."""

    one: str
    many: str


Mark = str | Contextual | Plural


def N_(text: str) -> str:
    return text


def pgettext(context: str, text: str) -> Contextual:
    return Contextual(context, text)


def ngettext(one: str, many: str) -> Plural:
    return Plural(one, many)


def say(mark: Mark, words: NullTranslations, facts: Mapping[str, Any] | None = None) -> str:
    """The sentence in the language of `words`, with `facts` (already put as text) in their places."""
    given = dict(facts or {})
    if isinstance(mark, Plural):
        num = int(str(given.get("num", given.get("count", 0))).replace(",", ""))
        given.setdefault("num", num)
        sentence = words.ngettext(mark.one, mark.many, num)
    elif isinstance(mark, Contextual):
        sentence = words.pgettext(mark.context, mark.text)
    else:
        sentence = words.gettext(mark)
    return sentence % given if "%" in sentence else sentence
