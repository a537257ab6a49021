"""Welsh alphabetical order, and search that ignores accents."""

import pytest

from pb.i18n.sorting import fold, sort_key

PLACES = [
    "Aberaeron", "Abergele", "Baglan", "Bala", "Bangor", "Bargod", "Brongest", "Brwynog", "Caerdydd",
    "Cwmbrân", "Chwilog", "Deganwy", "Dinbych", "Y Ddôl", "Y Fenni", "Yr Wyddgrug",
]  # fmt: skip


def in_order(names: list[str]) -> list[str]:
    return sorted(names, key=lambda name: sort_key(name, "cy"))


@pytest.mark.parametrize(
    "names",
    [
        ["Cwm", "Chwilog", "Dinas", "Ddôl", "Efail"],
        ["Ffynnon", "Gelli", "Ngwern", "Hafod"],
        ["Lampeter", "Llanelli", "Machynlleth"],
        ["Pwll", "Phylip", "Radur", "Rhyl", "Sain", "Tudweiliog", "Thomas", "Uwchmynydd"],
        ["Baglan", "Bala", "Bangor", "Bargod"],
        ["Llandudno", "Llangefni", "Llangollen", "Llangors", "Llanrwst"],
        ["Penarth", "Pengam", "Penrhyn"],
        ["Hendy", "Hengoed", "Henllan"],
        ["Tongwynlais", "Tonpentre"],
    ],
)
def test_letters_of_two_signs_have_their_own_place(names: list[str]) -> None:
    assert in_order(names[::-1]) == names
    assert in_order([*names[1::2], *names[::2]]) == names


def test_a_true_ng_comes_after_g() -> None:
    assert in_order(["Anobaith", "Angharad", "Ahmed", "Agnes"]) == ["Agnes", "Angharad", "Ahmed", "Anobaith"]


def test_accents_decide_only_between_equals() -> None:
    assert in_order(["Môn", "Mon", "Mona"]) == ["Mon", "Môn", "Mona"]


def test_the_article_is_sorted_under_y() -> None:
    assert in_order(["Wrecsam", "Y Fenni", "Ystradgynlais", "Tywyn"]) == [
        "Tywyn",
        "Wrecsam",
        "Y Fenni",
        "Ystradgynlais",
    ]


def test_english_keeps_latin_order() -> None:
    names = ["Dinas", "Chwilog", "Cwm", "Ddôl"]
    assert sorted(names, key=lambda name: sort_key(name, "en")) == ["Chwilog", "Cwm", "Ddôl", "Dinas"]


def test_order_is_total() -> None:
    assert in_order(PLACES) == in_order(PLACES[::-1])


@pytest.mark.parametrize(
    ("typed", "folded"),
    [("Tŷ  Mawr", "ty mawr"), ("DŴR", "dwr"), ("Cwmbrân", "cwmbran"), ("Sïon", "sion"),
     ("Grw\u0302p", "grwp"),
     ("Llan’r Afon", "llan'r afon"), ("Łódź", "lodz"), ("", "")],
)  # fmt: skip
def test_search_ignores_accents_and_case(typed: str, folded: str) -> None:
    assert fold(typed) == folded
