"""What a person typed into a form, and plain readers that give a value or a fault.

It judges no meaning: whether an amount is allowed or a name is long enough is for the domain to say.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from urllib.parse import parse_qsl

from pb.domain.refusals import Fault
from pb.domain.text import Bilingual, clean, one_line
from pb.i18n.formats import WALES, in_wales

FIELDS = 1000
LANGUAGE_SWITCH = "language_switch"
CSRF_FIELD = "form_token"


class FormTooLarge(Exception):
    """More fields or bytes than any of our forms has."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came: its name is only a hint, its content is unchecked."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Form:
    """Fields in the order they came, several values a name; never None, never raises for a missing name."""

    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, tuple[Upload, ...]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, pairs: Iterable[tuple[str, str]], files: Mapping[str, tuple[Upload, ...]] | None = None
    ) -> "Form":
        gathered: dict[str, tuple[str, ...]] = {}
        for typed_name, value in pairs:
            name = typed_name.replace("\0", "")
            gathered[name] = (*gathered.get(name, ()), value.replace("\0", ""))
        return cls(gathered, files or {})

    @classmethod
    def from_query(cls, encoded: bytes | str) -> "Form":
        """The fields of a query string or an urlencoded body. Raises FormTooLarge."""
        text = encoded.decode("latin-1") if isinstance(encoded, bytes) else encoded
        try:
            pairs = parse_qsl(text, keep_blank_values=True, errors="replace", max_num_fields=FIELDS)
        except ValueError as error:
            raise FormTooLarge from error
        return cls.of(pairs)

    def __contains__(self, name: object) -> bool:
        return name in self.fields

    def __bool__(self) -> bool:
        return bool(self.fields or self.files)

    def raw(self, name: str, default: str = "") -> str:
        """The last value exactly as typed, line ends included (passwords)."""
        return self.fields.get(name, (default,))[-1]

    def text(self, name: str) -> str:
        """One line, tidied; empty where nothing was typed."""
        return one_line(self.raw(name))

    def lines(self, name: str) -> str:
        """Paragraphs, tidied."""
        return clean(self.raw(name))

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a name (checkboxes), in page order."""
        return self.fields.get(name, ())

    def checked(self, name: str) -> bool:
        return bool(self.raw(name))

    def bilingual(self, name: str, *, paragraphs: bool = False) -> Bilingual:
        """The pair of fields `name_cy` and `name_en`."""
        read = self.lines if paragraphs else self.text
        return Bilingual(cy=read(f"{name}_cy"), en=read(f"{name}_en"))

    def marks(self, prefix: str = "mark.") -> dict[str, str]:
        """Fields named `mark.<project id>`, by project id; empty values left out."""
        return {
            name.removeprefix(prefix): values[-1].strip()
            for name, values in self.fields.items()
            if name.startswith(prefix) and values[-1].strip()
        }

    def upload(self, name: str) -> Upload | None:
        """The file chosen for a name, or None where none was."""
        return next((file for file in self.files.get(name, ()) if file.content), None)


def page_asked(query: Form) -> int:
    """The page of a long list that an address asks for, from 1; the first where it says nothing sensible."""
    typed = query.text("page")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 6 else 1


def whole_number(form: Form, name: str) -> int | Fault | None:
    """A whole number of at most nine digits; None where nothing was typed, else a fault `not-a-number`."""
    typed = form.text(name).replace(",", "").replace(" ", "")
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 9):
        return Fault(field=name, code="not-a-number")
    return int(typed)


def instant(form: Form, name: str) -> datetime | Fault | None:
    """The aware UTC instant typed into `datetime_input`, read on the clock of Wales.

    None where both parts are empty; a fault `not-a-date`, `not-a-time` or, for a time that the clock skips in
    spring, `no-such-time` on the field. A time that it repeats in autumn is the first of the two.
    """
    day_typed, time_typed = form.text(f"{name}_date"), form.text(f"{name}_time")
    if not day_typed and not time_typed:
        return None
    day = _day(day_typed)
    if day is None:
        return Fault(field=name, code="not-a-date")
    clock = _clock(time_typed)
    if clock is None:
        return Fault(field=name, code="not-a-time")
    moment = datetime.combine(day, clock, WALES).astimezone(UTC)
    is_skipped = in_wales(moment).replace(tzinfo=None) != datetime.combine(day, clock)
    return Fault(field=name, code="no-such-time") if is_skipped else moment


def _day(typed: str) -> date | None:
    """`2026-03-01` as browsers send it, or `1/3/2026` as people write it."""
    parts = typed.split("-") if "-" in typed else typed.split("/")[::-1]
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        return None
    try:
        return date(*map(int, parts)) if int(parts[0]) >= 2000 else None
    except ValueError:
        return None


def _clock(typed: str) -> time | None:
    parts = typed.replace(".", ":").split(":")
    if len(parts) not in (2, 3) or not all(
        part.isascii() and part.isdigit() and len(part) <= 2 for part in parts
    ):
        return None
    try:
        return time(int(parts[0]), int(parts[1]))
    except ValueError:
        return None
