"""Postcode tables: headings of any vintage, short lists, and each fault in its line."""

import pytest

from pb.domain.files import MOST_FAULTS_SHOWN
from pb.domain.ids import WardId
from pb.domain.postcodes import PostcodeTable, read_postcodes
from pb.domain.proofs import read_postcode
from pb.domain.rounds import Ward
from pb.domain.text import Bilingual

WARDS = (
    Ward(id=WardId("h"), name=Bilingual(cy="Yr Harbwr", en="Harbour")),
    Ward(id=WardId("p"), name=Bilingual(cy="Y Pentre", en="The Village")),
)


def read(text: str, **codes: str) -> PostcodeTable:
    return read_postcodes(text.encode(), WARDS, codes)


@pytest.mark.parametrize(
    "header",
    [
        "pcd,osward",
        "pcd7,pcds,dointr,wd22cd",
        "PCD8,WD25CD",
        "pcds,WD23CD,WD23NM,WD23NMW",
        "Pcd2,oslaua,osward",
    ],
)
def test_the_directory_is_known_by_its_headings_whatever_the_vintage(header: str) -> None:
    columns = header.split(",")
    at = next(n for n, name in enumerate(columns) if name.lower() in ("osward", "wd22cd", "wd25cd", "wd23cd"))

    def line(postcode: str, ward: str) -> str:
        return ",".join([postcode, *(ward if n == at else "x" for n in range(1, len(columns)))])

    table = read(
        "\n".join([header, line("SA991AA", "W05000001"), line("SA9 1AB", "W05000999")]), W05000001="h"
    )
    assert (table.areas, table.outside_count, table.faults) == ({"SA991AA": "h"}, 1, [])


def test_a_short_list_names_wards_in_either_language_any_case_or_none() -> None:
    table = read("Postcode,Ward\r\nsa99 1aa,HARBOUR\r\n\r\nSA99-1AB,y pentre\r\nSA99 1AC,\r\n")
    assert (table.areas, table.fault_count) == ({"SA991AA": "h", "SA991AB": "p", "SA991AC": ""}, 0)


def test_each_fault_is_told_with_its_line() -> None:
    table = read("postcode,ward\nSA99 1AA,Harbour\nSA99,Harbour\nSA99 1AB,Atlantis\n\nSA99 1AA,Y Pentre\n")
    assert [(fault.line, fault.code) for fault in table.faults] == [
        (3, "not-a-postcode"), (4, "ward-unknown"), (6, "postcode-twice"),
    ]  # fmt: skip
    many = read("postcode,ward\n" + "x,Harbour\n" * 80)
    assert (many.fault_count, len(many.faults)) == (80, MOST_FAULTS_SHOWN)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "postcode-column-missing"),
        ("a,b\n1,2", "postcode-column-missing"),
        ("postcode\nSA99 1AA", "ward-column-missing"),
        ("pcds,wd23cd\nSA99 1AA,W1", "no-postcodes"),
    ],
)
def test_a_table_that_says_nothing_is_refused(text: str, code: str) -> None:
    assert [(fault.line, fault.code) for fault in read(text).faults] == [(1, code)]


def test_without_wards_every_postcode_of_the_file_is_in_the_area() -> None:
    table = read_postcodes("pcds;x\nSA99 1AA;1\n".encode("cp1252"), (), {})
    assert table.areas == {"SA991AA": ""}


@pytest.mark.parametrize("typed", ["CF10 1AA", "cf101aa", " Cf10-1aA ", "C F 1 0 1 A A"])
def test_a_postcode_is_read_however_it_is_typed(typed: str) -> None:
    assert read_postcode(typed) == "CF101AA"


@pytest.mark.parametrize("typed", ["", "CF10", "CF10 1A", "CF10 AAA", "ＣＦ10 1AA", "CF1001AA", "1F10 1AA"])
def test_what_is_no_postcode_is_not_taken_for_one(typed: str) -> None:
    assert read_postcode(typed) is None
