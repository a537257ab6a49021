"""A rule's settings as the record spells them, read a second time.

A setting it does not know is never ignored: what cannot be judged is said to be uncountable.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from urllib.parse import unquote

from pb.verifier.contest import UncountableError
from pb.verifier.ties import read_keys

WHOLE = re.compile(r"[0-9]{1,18}\Z")
PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?)%\Z")


@dataclass(slots=True)
class Settings:
    """The texts of a rule's settings; `done` raises where one was never asked for."""

    texts: Mapping[str, str]
    asked: set[str] = field(default_factory=set)

    def text(self, name: str, usual: str = "") -> str:
        self.asked.add(name)
        return self.texts.get(name, usual).strip()

    def choice(self, name: str, usual: str, known: tuple[str, ...]) -> str:
        """One of `known`. Raises UncountableError for any other word."""
        word = self.text(name, usual)
        if word not in known:
            raise UncountableError(f"{name}={word}")
        return word

    def whole(self, name: str, usual: str) -> int:
        """A whole number, not below zero. Raises UncountableError."""
        return self.as_whole(name, self.text(name, usual))

    def percent(self, name: str, usual: str) -> Fraction:
        """`80%` as 4/5. Raises UncountableError."""
        text = self.text(name, usual)
        found = PERCENT.match(text)
        if not found:
            raise UncountableError(f"{name}={text}")
        return Fraction(found[1]) / 100

    def parts(self, name: str, divider: str) -> Iterator[str]:
        """The parts of a list between dividers; none where the text is empty."""
        text = self.text(name)
        return (part.strip() for part in (text.split(divider) if text else ()))

    def keys(self) -> tuple[str, ...]:
        """The keys that break ties, in order. Raises UncountableError."""
        self.asked.add("ties")
        return read_keys(self.texts)

    @staticmethod
    def as_whole(name: str, text: str) -> int:
        if not WHOLE.match(text):
            raise UncountableError(f"{name}={text}")
        return int(text)

    def done(self) -> None:
        """Raises UncountableError where a setting stands in the record that this rule never asked for."""
        for name in sorted(set(self.texts) - self.asked):
            raise UncountableError(f"{name}={self.texts[name]}")


def split_ids(text: str) -> tuple[str, ...]:
    """Project ids between upright strokes, percent signs resolved."""
    return tuple(unquote(part.strip()) for part in text.split("|"))
