"""Text messages: handed to a sender, in the reader's language; put in a folder where only trying things out.

It never logs a number or a message. What a text costs is kept in bounds by `text_cap`.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from pb.domain.refusals import Kind, Refusal
from pb.domain.text import Language
from pb.i18n.catalog import words
from pb.i18n.marks import Mark, say

if TYPE_CHECKING:  # deps holds a sender
    from pb.services.deps import Deps


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One message to one number (`+447700900123`). Two with the same `name` are the same message."""

    to: str
    body: str
    name: str = ""


class Why(StrEnum):
    """Why a text was not taken."""

    NUMBER = "number"  # no texts can be sent to that number
    BUSY = "busy"  # too many at once: later it may go
    SPENT = "spent"  # no more today
    DOWN = "down"  # anything else: a fault of ours, of the sender's, or of the line between


class TextNotSent(Exception):
    """A sender did not take a message."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


class Texter(Protocol):
    def send(self, text: Text) -> None:
        """Hand a message over. Raises TextNotSent."""

    def has_sent(self, name: str) -> bool:
        """Whether a message of that name was taken before. Raises TextNotSent where nobody can say."""

    def is_ready(self) -> bool:
        """Whether all is set up: a message to a good number would be taken now."""


class FolderTexter:
    """Each message a file, for the demo and for trying things out: nothing leaves the machine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, text: Text) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        name = text.name or f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}"
        unfinished = self._folder / f".{name}.txt"
        unfinished.write_text(f"To: {text.to}\n\n{text.body}\n", encoding="utf-8")
        unfinished.rename(self._folder / f"{name}.txt")

    def has_sent(self, name: str) -> bool:
        return (self._folder / f"{name}.txt").exists()

    def is_ready(self) -> bool:
        return True


def refusal_for(why: Why) -> Refusal:
    """What somebody is told whose text was not taken."""
    if why is Why.NUMBER:
        return Refusal.field("phone", "phone-not-reached")
    if why is Why.BUSY:
        return Refusal("texts-busy", Kind.UNAVAILABLE)
    if why is Why.SPENT:
        return Refusal("texts-spent", Kind.UNAVAILABLE)
    return Refusal("text-not-sent", Kind.UNAVAILABLE)


def send(
    deps: "Deps",
    parts: Sequence[Mark],
    *,
    to: str,
    language: Language,
    facts: Mapping[str, Any] | None = None,
    last_line: str = "",
    name: str = "",
) -> None:
    """Send sentences as one message, with a last line that is no sentence (a link, say).

    Raises Refusal: a fault of `phone`, or `texts-busy`, `texts-spent`, `text-not-sent` (UNAVAILABLE).
    """
    body = " ".join(say(part, words(language), facts) for part in parts)
    text = Text(to=to, body=f"{body}\n\n{last_line}" if last_line else body, name=name)
    if deps.texter is None:
        raise refusal_for(Why.DOWN)
    try:
        deps.texter.send(text)
    except TextNotSent as no:
        raise refusal_for(no.why) from no
