"""Typed text: every letter kept, nothing unseen kept, and lengths counted as people see them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.domain.refusals import Fault
from pb.domain.text import Bilingual, clean, length_fault, one_line, plain_line, read_email

BOTH = Bilingual(cy="Parc", en="Park")


def test_a_reader_gets_the_own_language_or_the_other_and_is_told_which() -> None:
    assert BOTH.in_language("cy") == ("Parc", "cy")
    assert BOTH.in_language("en") == ("Park", "en")
    assert Bilingual(cy="Parc").in_language("en") == ("Parc", "cy")
    assert Bilingual(en="Park").in_language("cy") == ("Park", "en")
    assert Bilingual().in_language("cy") == ("", "en")


def test_complete_is_both() -> None:
    assert BOTH.is_complete
    assert not any(one.is_complete for one in (Bilingual(cy="Parc"), Bilingual(en="Park"), Bilingual()))
    assert BOTH.as_record() == {"cy": "Parc", "en": "Park"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Tŷ'r Gymuned", "Tŷ'r Gymuned"),
        ("Ty\u0302", "T\u0177"),  # composed
        ("a\r\nb\rc\u2028d\u2029e", "a\nb\nc\nd\ne"),
        ("a\t\u00a0 b", "a b"),
        ("  a  \n  b  ", "a\nb"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("a\n \n\t\nb", "a\n\nb"),
        ("a\x00\x07\x1bb", "ab"),
        ("\u202egnp.exe\u202c", "gnp.exe"),  # turned round: shown, it would read as another name
        ("\ufeffa\u200bb\u2066c\u2069", "abc"),
        ("a\ud800b", "ab"),  # half a character, as only a broken program sends
        ("👩\u200d🌾 \u0928\u094d\u200d", "👩\u200d🌾 \u0928\u094d\u200d"),  # joiners that writing needs
        ("", ""),
    ],
)
def test_clean_drops_only_what_cannot_be_seen(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_one_line_is_one_line() -> None:
    assert one_line(" a \r\n b\n\n\nc ") == "a b c"
    assert one_line("\n") == ""


@given(st.text())
def test_cleaned_text_is_clean(typed: str) -> None:
    kept = clean(typed)
    assert clean(kept) == kept
    assert kept == kept.strip()
    assert unicodedata.is_normalized("NFC", kept)
    assert "\n" not in one_line(typed)
    kept.encode()  # could not be stored otherwise


@given(st.text(alphabet=st.characters(categories=["L", "N", "P"])))
def test_letters_figures_and_stops_are_never_lost(typed: str) -> None:
    assert clean(typed) == unicodedata.normalize("NFC", typed)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", Fault(field="title", code="missing")),
        ("a", Fault(field="title", code="too-short", facts={"least": 2, "length": 1})),
        ("ab", None),
        ("ŵyau", None),
        ("abcde", Fault(field="title", code="too-long", facts={"most": 4, "length": 5})),
    ],
)
def test_lengths(text: str, fault: Fault | None) -> None:
    assert length_fault("title", text, least=2, most=4) == fault


def test_what_may_be_empty_may_be_empty() -> None:
    assert length_fault("title", "", least=0, most=4) is None


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("bryn@cwm.example", "bryn@cwm.example"),
        (" Bryn@CWM.Example\n", "bryn@cwm.example"),
        ("b+cynnig@post.cwm.example", "b+cynnig@post.cwm.example"),
        ("siân@tŷ.example", "siân@tŷ.example"),
        ("siân@xn--t-foa.example", "siân@tŷ.example"),
        ("bryn@post\u3002\uff43\uff57\uff4d.example", "bryn@post.cwm.example"),
        ("\uff42ryn\uff20cwm.example", "bryn@cwm.example"),
        ("a" * 242 + "@cwm.example", "a" * 242 + "@cwm.example"),
    ],
)
def test_addresses(typed: str, address: str) -> None:
    assert read_email(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "bryn",
        "bryn@cwm",
        "@cwm.example",
        "bryn@.c",
        "bryn@cwm.e",
        "bryn@cwm.example.",
        "bryn@cwm..example",
        "bryn@192.0.2.10",
        "bryn@cwm.example" + " " * 1_000,
        f"bryn@{'c' * 64}.example",
        "=?utf-8?q?bryn?=@cwm.example",
        "bryn@=?utf-8?b?Y3dt?=.example",
        "bryn@@cwm.example",
        "a b@cwm.example",
        "Bryn <bryn@cwm.example>",
        "bryn@cwm.example,dai@cwm.example",
        "bryn@cwm.example\nBcc: dai@cwm.example",
        "a" * 243 + "@cwm.example",
    ],
)
def test_what_cannot_be_an_address_is_none(typed: str) -> None:
    assert read_email(typed) is None


def test_a_letter_keeps_thirty_marks_and_no_heap_of_them() -> None:
    """Sorting a heap of marks would keep everybody waiting for minutes."""
    for read in (clean, one_line, plain_line):
        assert read("a" + "\u0315\u0300" * 500_000 + "b") == "\u00e0" + "\u0300" * 14 + "\u0315" * 15 + "b"
    heaps = "".join("e" + "\u0300\u0323\u200b" * 20 for _ in range(3))
    assert clean(heaps) == ("\u1eb9" + "\u0323" * 14 + "\u0300" * 15) * 3, "however it is hidden"
    zalgo = "Z" + "\u0335" * 20
    assert clean(zalgo) == zalgo
