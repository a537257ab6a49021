"""The order of names in each language's alphabet, and the folding that lets search ignore accents.

It compares; it never changes what is shown.
"""

import re
import unicodedata

from pb.domain.text import Language

# The Welsh alphabet in order; j, k, q, v, x and z, which it lacks or borrows, stand where Latin has them.
_ALPHABET = "a b c ch d dd e f ff g ng h i j k l ll m n o p ph q r rh s t th u v w x y z"
_RANK = {letter: rank for rank, letter in enumerate(_ALPHABET.split(), start=1)}
_LETTER = re.compile("|".join(sorted(map(re.escape, _RANK), key=len, reverse=True)))
# Two letters that only look like one: n+g in these names, and l+l, r+h or d+d across the joint of a compound.
_SPLIT = re.compile(
    r"(?<=\bban)(?=gor)|(?<=\bbron)(?=gest)|(?<=\bhen)(?=goed)|(?<=\bton)(?=gwynlais)"
    r"|(?<=\bllan)(?=g)|(?<=\bpen)(?=g)"
)
_APART = "\u034f"  # combining grapheme joiner: invisible, and part of no letter
_NO_ACCENT = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "’": "'", "‘": "'"}
)

SortKey = tuple[tuple[int, ...], str]


def fold(text: str) -> str:
    """Text for searching: small letters, no accents (ŵ = w, â = a), one kind of apostrophe, single spaces."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(bare.translate(_NO_ACCENT).split())


def sort_key(text: str, language: Language) -> SortKey:
    """A key that puts names in the alphabet of `language`; accents decide only between equals."""
    folded = fold(text)
    if language == "en":
        return tuple(map(ord, folded)), text
    marked = _SPLIT.sub(_APART, folded)
    ranks: list[int] = []
    place = 0
    while place < len(marked):
        found = _LETTER.match(marked, place)
        if found:
            ranks.append(1_000 + _RANK[found.group()])
            place = found.end()
            continue
        if marked[place] != _APART:
            # Spaces, hyphens and figures come before the letters, anything foreign after them.
            ranks.append(ord(marked[place]) if ord(marked[place]) < 128 else 2_000 + ord(marked[place]))
        place += 1
    return tuple(ranks), text
