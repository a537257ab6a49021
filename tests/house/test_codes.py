"""Every "no" has words: each code that refuses something is said in the labels, in both languages.

It finds codes written out in the code; a code that is passed along was written out where it began.
"""

import ast
from collections.abc import Iterator

from pb.domain.refusals import Kind
from pb.i18n import catalog
from pb.i18n.marks import Contextual, Mark, Plural
from pb.web import labels
from tests.house.tree import calls, named, python_files


def test_every_code_has_words() -> None:
    known = labels.refusals()
    silent = {
        f"{where}: {field + '.' if field else ''}{code}"
        for where, field, code in _written_codes()
        if code not in known and f"{field}.{code}" not in known and not _said_by_a_field(code)
    }
    assert sorted(silent) == [], "give these words in pb/web/words"


def test_every_kind_has_words_to_fall_back_on() -> None:
    assert [kind for kind in Kind if f"kind.{kind}" not in labels.refusals()] == []


def test_words_for_codes_have_welsh() -> None:
    tables = {"REFUSALS": labels.refusals(), "NOTICES": labels.notices(), "LABELS": labels.labels()}
    lacking = [
        f"{name} {code}: {_source(mark)!r}"
        for name, table in tables.items()
        for code, mark in table.items()
        if not _has_welsh(mark)
    ]
    assert lacking == []


def test_codes_are_kebab_case() -> None:
    assert [
        code for _, _, code in _written_codes() if code != code.lower() or "_" in code or " " in code
    ] == []


def _written_codes() -> Iterator[tuple[str, str, str]]:
    """Where a code is written out, the form field it speaks of (or nothing), and the code."""
    for path in python_files("pb/domain", "pb/services", "pb/web", "pb/storage"):
        for name, call in calls(path):
            texts = [arg.value if _is_text(arg) else "" for arg in call.args]  # type: ignore[attr-defined] # a constant
            given = {word.arg: word.value.value for word in call.keywords if _is_text(word.value)}  # type: ignore[attr-defined] # the same
            if name == "Refusal" and texts and texts[0]:
                yield named(path), "", texts[0]
            elif name == "Fault" and given.get("code"):
                yield named(path), given.get("field", ""), given["code"]
            elif name == "field" and _of_refusal(call) and len(texts) > 1 and texts[1]:
                yield named(path), texts[0], texts[1]


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _of_refusal(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value).endswith("Refusal")


def _said_by_a_field(code: str) -> bool:
    """Whether some field has own words for a code whose field is only known when it happens."""
    return any(key.endswith(f".{code}") for key in labels.refusals())


def _source(mark: Mark) -> str:
    return mark if isinstance(mark, str) else mark.text if isinstance(mark, Contextual) else mark.one


def _has_welsh(mark: Mark) -> bool:
    welsh = catalog.words("cy")
    absent = object()
    known: dict[object, str] = getattr(welsh, "_catalog", {})
    if isinstance(mark, Plural):
        return known.get((mark.one, 0), absent) is not absent
    key = f"{mark.context}\x04{mark.text}" if isinstance(mark, Contextual) else mark
    return bool(known.get(key))
