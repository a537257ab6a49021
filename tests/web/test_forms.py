"""What people type: never lost, never fatal, and read into values or faults."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.domain.refusals import Fault
from pb.domain.text import Bilingual
from pb.web.forms import Form, FormTooLarge, Upload, instant, whole_number


def form(**fields: str) -> Form:
    return Form.of(fields.items())


def test_a_missing_field_is_empty_never_an_error() -> None:
    empty = Form()
    assert (empty.raw("x"), empty.text("x"), empty.all("x"), empty.checked("x"), empty.upload("x")) == (
        "",
        "",
        (),
        False,
        None,
    )
    assert not empty


def test_values_come_tidied_or_as_typed() -> None:
    typed = form(name="  Tŷ \u200b Mawr\t", text="a\r\n\r\n\r\nb ")
    assert (typed.text("name"), typed.lines("text"), typed.raw("name")) == (
        "Tŷ Mawr",
        "a\n\nb",
        "  Tŷ \u200b Mawr\t",
    )


def test_pairs_marks_and_several_values() -> None:
    typed = Form.from_query("name_cy=Tŷ&name_en=House&mark.a=3&mark.b=&mark.c= 1&t=1&t=2")
    assert typed.bilingual("name") == Bilingual(cy="Tŷ", en="House")
    assert typed.marks() == {"a": "3", "c": "1"}
    assert typed.all("t") == ("1", "2")
    assert "t" in typed


def test_an_empty_file_field_is_no_file() -> None:
    empty, full = Upload("", b""), Upload("a.png", b"1")
    assert Form.of((), {"f": (empty,)}).upload("f") is None
    assert Form.of((), {"f": (empty, full)}).upload("f") == full


@given(st.binary(max_size=300))
def test_no_body_breaks_the_reader(body: bytes) -> None:
    read = Form.from_query(body)
    for name, values in read.fields.items():
        assert "\0" not in name + "".join(values)
        (name + "".join(values)).encode("utf-8")


def test_more_fields_than_any_form_has_are_too_many() -> None:
    with pytest.raises(FormTooLarge):
        Form.from_query("&".join(["a=1"] * 1001))


@pytest.mark.parametrize(("typed", "number"), [("3", 3), (" 1,204 ", 1204), ("0", 0), ("", None), ("007", 7)])
def test_whole_numbers(typed: str, number: int | None) -> None:
    assert whole_number(form(n=typed), "n") == number


@pytest.mark.parametrize("typed", ["3.5", "-1", "three", "٣", "1e3", "9999999999", "½"])
def test_what_is_no_whole_number_is_a_fault(typed: str) -> None:
    assert whole_number(form(n=typed), "n") == Fault(field="n", code="not-a-number")


@pytest.mark.parametrize(
    ("day", "clock", "moment"),
    [
        ("1/3/2026", "17:30", datetime(2026, 3, 1, 17, 30, tzinfo=UTC)),
        ("2026-07-01", "17:30", datetime(2026, 7, 1, 16, 30, tzinfo=UTC)),
        ("01/07/2026", "9.05", datetime(2026, 7, 1, 8, 5, tzinfo=UTC)),
        ("25/10/2026", "01:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # comes twice: the first
        ("", "", None),
    ],
)
def test_moments_are_read_on_the_clock_of_wales(day: str, clock: str, moment: datetime | None) -> None:
    assert instant(form(at_date=day, at_time=clock), "at") == moment


@pytest.mark.parametrize(
    ("day", "clock", "code"),
    [
        ("31/2/2026", "10:00", "not-a-date"),
        ("1/3/26", "10:00", "not-a-date"),
        ("yfory", "10:00", "not-a-date"),
        ("", "10:00", "not-a-date"),
        ("1/3/2026", "", "not-a-time"),
        ("1/3/2026", "25:00", "not-a-time"),
        ("1/3/2026", "5pm", "not-a-time"),
        ("29/3/2026", "01:30", "no-such-time"),  # the clocks go forward over it
    ],
)
def test_what_is_no_moment_is_a_fault(day: str, clock: str, code: str) -> None:
    assert instant(form(at_date=day, at_time=clock), "at") == Fault(field="at", code=code)
