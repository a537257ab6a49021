"""What was ticked on a ballot paper, whatever its type, read from the fields of a form.

It knows no limits and no proposals: what is not a mark at all becomes one that no ballot type takes.
"""

import base64
import zlib
from collections.abc import Iterable
from urllib.parse import urlencode

from pb.web.forms import Form, FormTooLarge

FAVOURITE = 2
EXTRA = "extra"
NO_MARK = -1
CARRY, CARRIED = "carry", "carried"  # a button that takes choices to a page, and the sign that they are there
_DIGITS = 9
_MOST_PACKED, _MOST_UNPACKED = 3_600, 64 * 1024  # what browsers take as a cookie


def read_choices(form: Form) -> dict[str, dict[str, int]]:
    """Marks by pot and project.

    Fields: `choice.<pot>` (values: project ids, mark 1), `favourite.<pot>` (the same, mark 2),
    `extra.<pot>` (one mark more, or the first) and `mark.<pot>.<project>` (a whole number; empty is no mark).
    """
    choices: dict[str, dict[str, int]] = {}
    for head, mark in (("choice", 1), ("favourite", FAVOURITE)):
        for name, values in form.fields.items():
            start, _, pot_id = name.partition(".")
            if start == head and pot_id:
                choices.setdefault(pot_id, {}).update(dict.fromkeys(values, mark))
    for name, values in form.fields.items():
        start, _, pot_id = name.partition(".")
        if start == EXTRA and pot_id:
            given = choices.setdefault(pot_id, {})
            given.update({one: min(FAVOURITE, given.get(one, 0) + 1) for one in values})
    for name, text in form.marks().items():
        pot_id, _, project_id = name.partition(".")
        if pot_id and project_id:
            choices.setdefault(pot_id, {})[project_id] = _mark(text)
    return choices


def carried_fields(form: Form | None) -> list[tuple[str, str]] | None:
    """The same where the form is on its way past a proof, else None: nothing ticked is not the same."""
    return kept_fields(form) if form is not None and (CARRY in form or CARRIED in form) else None


def kept_fields(form: Form) -> list[tuple[str, str]]:
    """The fields of the choices as they came, to be carried along unseen."""
    return [
        (name, value)
        for name, values in form.fields.items()
        if name.partition(".")[0] in ("choice", "favourite", EXTRA, "mark")
        for value in values
    ]


def pack_choices(fields: Iterable[tuple[str, str]]) -> str:
    """The fields of choices as one short text of letters and figures; empty where it would be too long."""
    packed = base64.urlsafe_b64encode(zlib.compress(urlencode(list(fields)).encode(), 9)).decode()
    return packed if len(packed) <= _MOST_PACKED else ""


def unpack_choices(packed: str) -> list[tuple[str, str]] | None:
    """The fields that were packed; None where the text is anything else."""
    try:
        content = base64.urlsafe_b64decode(packed.encode())
        unpacking = zlib.decompressobj()
        unpacked = unpacking.decompress(content, _MOST_UNPACKED)
        return kept_fields(Form.from_query(unpacked)) if unpacking.eof else None
    except (ValueError, zlib.error, FormTooLarge):
        return None


def _mark(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= _DIGITS
    return int(text) if is_number else NO_MARK
