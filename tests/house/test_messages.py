"""The words: the template of messages is fresh, and the Welsh catalogue is whole and clean.

It cannot judge whether the Welsh is good; people who speak it do.
"""

import io
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from pb.i18n.catalog import WELSH_PLURALS
from tests.house.tree import ROOT

POT = ROOT / "locales" / "messages.pot"
PO = ROOT / "locales" / "cy" / "LC_MESSAGES" / "messages.po"
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%%")
NUMBERS = {"num", "count"}  # Welsh may say one or two in words
NUMBERLESS_FORMS = 3  # zero, one, two
SPOILT = re.compile(r"&|a\(c\)|PLACEHOLDER|  |\bcôd\b|\bemail\b|\bebost\b")
# Names, and words that are the same in both languages.
SAME_IN_BOTH = {
    "Cost",
    "Cronfa",
    "Cymraeg",
    "English",
    "Grant",
    "Lot",
    "PDF",
    "CSV",
    "ZIP",
    "Pabulib",
    "Ward",
}
Key = tuple[str | None, str]


@cache
def welsh() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="cy")


def entries() -> Iterator[Message]:
    return (message for message in welsh() if message.id)


def key(message: Message) -> Key:
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


def forms(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def test_template_of_messages_is_fresh(tmp_path: Path) -> None:
    fresh = tmp_path / "messages.pot"
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")
    options = re.search(r"^EXTRACT := (.*)$", makefile, re.M)
    assert options is not None
    extract = [
        sys.executable,
        "-m",
        "babel.messages.frontend",
        *shlex.split(options[1]),
        "-o",
        str(fresh),
        "pb",
    ]
    subprocess.run(extract, cwd=ROOT, check=True, capture_output=True)
    assert _ids(fresh) - _ids(POT) == set(), "in the code, not in messages.pot: run `make messages`"
    assert _ids(POT) - _ids(fresh) == set(), "in messages.pot, not in the code: run `make messages`"


def test_catalogue_has_what_the_template_has() -> None:
    assert _ids(PO) ^ _ids(POT) == set(), "run `make messages`"


def test_welsh_has_six_plural_forms() -> None:
    head = PO.read_text(encoding="utf-8").split("\n\n")[0]
    assert f'"Plural-Forms: {WELSH_PLURALS}\\n"' in head
    assert [key(message) for message in entries() if message.pluralizable and len(forms(message)) != 6] == []


def test_nothing_lacks_welsh() -> None:
    assert [key(message) for message in entries() if not all(forms(message))] == []


def test_nothing_is_guessed() -> None:
    assert [key(message) for message in entries() if message.fuzzy] == []


def test_placeholders_are_the_same() -> None:
    assert [
        key(message) for message in entries() if all(forms(message)) and not _same_placeholders(message)
    ] == []


def test_welsh_differs_from_english() -> None:
    same = {
        key(message)[1]
        for message in entries()
        if message.id in forms(message) and _has_words(key(message)[1])
    }
    assert same <= SAME_IN_BOTH


def test_welsh_is_clean() -> None:
    spoilt = [
        (key(message), form)
        for message in entries()
        for form in forms(message)
        if SPOILT.search(PLACEHOLDER.sub("0", form))
    ]
    assert spoilt == []


def test_nothing_begins_or_ends_with_a_space() -> None:
    texts = [(key(message), text) for message in entries() for text in (key(message)[1], *forms(message))]
    assert [pair for pair in texts if pair[1] != pair[1].strip()] == []


@pytest.mark.parametrize(
    ("number", "form"), [(0, 0), (1, 1), (2, 2), (3, 3), (6, 4), (4, 5), (5, 5), (7, 5), (10, 5), (100, 5)]
)
def test_numbers_choose_their_form(number: int, form: int) -> None:
    source = io.BytesIO(PO.read_bytes())
    rule = read_po(source, locale="cy").plural_expr
    assert eval(_as_python(rule), {"n": number}) == form  # noqa: S307  (our own header, checked above)


def _as_python(rule: str) -> str:
    """The header's conditional expression, which gettext writes as C does."""
    condition, _, rest = rule.strip("()").partition(" ? ")
    if not rest:
        return condition
    value, _, other = rest.partition(" : ")
    return f"({value} if {condition} else {_as_python(other)})"


def _ids(path: Path) -> set[Key]:
    with path.open("rb") as file:
        return {key(message) for message in read_po(file) if message.id}


def _has_words(text: str) -> bool:
    return any(character.isalpha() for character in PLACEHOLDER.sub("", text))


def _names(text: str) -> set[str]:
    return {match[1] or "%%" for match in PLACEHOLDER.finditer(text)}


def _same_placeholders(message: Message) -> bool:
    if isinstance(message.id, str):
        return all(_names(form) == _names(message.id) for form in forms(message))
    wanted = _names(message.id[1])
    strict = all(_names(form) == wanted for form in forms(message)[NUMBERLESS_FORMS:])
    return strict and all(
        _names(form) | NUMBERS == wanted | NUMBERS for form in forms(message)[:NUMBERLESS_FORMS]
    )
