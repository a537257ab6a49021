"""The verifier's words in both languages, chosen by language code.

It must not fall back from one language to the other: each has every sentence.
"""

from dataclasses import dataclass

from pb.verifier.words import english, welsh


@dataclass(frozen=True, slots=True)
class Words:
    """Titles of checks, the frame of the report, sentences for problems, names of what is wanted."""

    titles: dict[str, str]
    frame: dict[str, str]
    problems: dict[str, str]
    wanted: dict[str, str]


LANGUAGES = {
    "en": Words(english.TITLES, english.FRAME, english.PROBLEMS, english.WANTED),
    "cy": Words(welsh.TITLES, welsh.FRAME, welsh.PROBLEMS, welsh.WANTED),
}
