"""Text that people type: made safe to store, measured, and held in both languages.

It never rejects a person's letters: it drops what no reader could see, and says what is too long or missing.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from pb.domain.refusals import Fault

Language = Literal["cy", "en"]
LANGUAGES: tuple[Language, ...] = ("cy", "en")

# Controls, bidirectional overrides, zero-width marks; not the joiners that scripts and emoji need.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
# What is never seen and never meant in an address or a number: Unicode's Default_Ignorable_Code_Point.
_IGNORED = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# To put the marks on one letter in order takes the square of their number: of a hundred thousand, minutes.
# No letter of any language has more than a few; thirty is what Unicode's stream-safe text allows.
_MARK = "".join(mark for mark in map(chr, range(0x300, 0x1F000)) if unicodedata.combining(mark))
_TOO_MANY_MARKS = re.compile(f"([{_MARK}]{{30}})[{_MARK}]+")
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n{3,}")
MOST_EMAIL, MOST_TYPED = 254, 1_000  # characters; of what is longer, plain letters may be many times as many
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\\\"]+@[^\s@<>()\[\],;:\\\"]+\.(?!\d)[^\s@<>()\[\],;:\\\".]{2,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bilingual:
    """The same thing said in Welsh and in English; either may still be missing."""

    cy: str = ""
    en: str = ""

    def in_language(self, language: Language) -> tuple[str, Language]:
        """The text for a reader of `language`, and the language it really is in."""
        own = self.cy if language == "cy" else self.en
        if own:
            return own, language
        return (self.en, "en") if language == "cy" else (self.cy, "cy")

    @property
    def is_complete(self) -> bool:
        return bool(self.cy and self.en)

    def as_record(self) -> dict[str, str]:
        return {"cy": self.cy, "en": self.en}


def one_line(text: str) -> str:
    """Typed text as one line: composed (NFC), without invisible characters, spaces folded."""
    return " ".join(clean(text).split())


def clean(text: str) -> str:
    """Typed text as paragraphs: composed (NFC), without invisible characters or piles of blank lines."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = _normalised("NFC", _UNSEEN.sub("", text.replace("\t", " ")))
    lines = [_SPACES.sub(" ", line).strip() for line in text.split("\n")]
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def plain_line(text: str) -> str:
    """Typed text as one line of the plainest letters (NFKC), with nothing unseen: for what is compared."""
    return one_line(_normalised("NFKC", _IGNORED.sub("", text)))


def _normalised(form: Literal["NFC", "NFKC"], text: str) -> str:
    return unicodedata.normalize(form, _TOO_MANY_MARKS.sub(r"\1", text))


def length_fault(field: str, text: str, *, least: int = 1, most: int) -> Fault | None:
    """What is wrong with the length of a cleaned text, in characters; None where nothing is."""
    if not text and least:
        return Fault(field=field, code="missing")
    if len(text) < least:
        return Fault(field=field, code="too-short", facts={"least": least, "length": len(text)})
    if len(text) > most:
        return Fault(field=field, code="too-long", facts={"most": most, "length": len(text)})
    return None


def read_email(text: str) -> str | None:
    """An e-mail address in the form it is kept and compared in, or None where it cannot be one.

    One address, one form: letters of another width are the plain ones, and a domain is in its own letters. An
    encoded word (`=?utf-8?...?=`) is none, for letters would go where it says, under any number of spellings;
    nor is one at a number for a host, which has more than one spelling too.
    """
    if len(text) > MOST_TYPED:
        return None
    address = plain_line(plain_line(text).lower())
    if len(address) > MOST_EMAIL or "=?" in address or not _EMAIL.fullmatch(address):
        return None
    name, _, domain = address.partition("@")
    try:
        return f"{name}@{domain.encode('idna').decode('idna')}"
    except UnicodeError:  # an empty label, one that is too long, or letters that no domain has
        return None
