"""The verifier's words in both languages, chosen by language code.

It must not fall back from one language to the other: each has every sentence.
"""

from dataclasses import dataclass

from pb.verifier.words import english, english_changes, welsh, welsh_changes


@dataclass(frozen=True, slots=True)
class Words:
    """Titles of checks, the frame of the report, sentences for problems, names of what is wanted."""

    titles: dict[str, str]
    frame: dict[str, str]
    problems: dict[str, str]
    wanted: dict[str, str]


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """The same for two records side by side: titles of comparisons, their frame, sentences for changes."""

    titles: dict[str, str]
    frame: dict[str, str]
    changes: dict[str, str]


LANGUAGES = {
    "en": Words(english.TITLES, english.FRAME, english.PROBLEMS, english.WANTED),
    "cy": Words(welsh.TITLES, welsh.FRAME, welsh.PROBLEMS, welsh.WANTED),
}
OF_CHANGES = {
    "en": ChangeWords(english_changes.TITLES, english_changes.FRAME, english_changes.CHANGES),
    "cy": ChangeWords(welsh_changes.TITLES, welsh_changes.FRAME, welsh_changes.CHANGES),
}
