"""The words of each language: English is the source text, Welsh comes from its .po file, compiled in memory.

It chooses no language and formats no values; see `formats` for dates and sums.
"""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from pb.domain.text import LANGUAGES, Language

LOCALES = Path(__file__).resolve().parents[2] / "locales"

# Zero, one, two, few (3), many (6), other: the CLDR order. Tools that "init" Welsh write other rules.
WELSH_PLURALS = "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n==3 ? 3 : n==6 ? 4 : 5);"

OWN_NAMES: dict[Language, str] = {"cy": "Cymraeg", "en": "English"}


@cache
def words(language: Language) -> NullTranslations:
    """The translations of `language`; a sentence without one comes back in English."""
    if language == "en":
        return NullTranslations()
    with (LOCALES / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalog = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return GNUTranslations(compiled)


def other(language: Language) -> Language:
    return LANGUAGES[1] if language == LANGUAGES[0] else LANGUAGES[0]
