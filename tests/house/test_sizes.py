"""Small rooms: a module fits in one reading, a function on one screen, and both are named for what they do.

It does not judge tests by the length of their functions: a case reads best whole.
"""

import ast
import re
from pathlib import Path
from statistics import median

from tests.house.tree import Function, functions, named, python_files, tree

MODULE_LINES, TEST_LINES, FUNCTION_LINES, MEDIAN_LINES = 300, 500, 40, 150
NAMELESS = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc"}
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|Not" + r"ImplementedError)\b")
OURS = python_files("pb", "benchmarks")
ROOMS = [path for path in OURS if path.name != "__init__.py"]


def test_each_module_fits_in_one_reading() -> None:
    sizes = {named(path): _lines(path) for path in OURS}
    assert {name for name in sizes if sizes[name] > MODULE_LINES} == set(), "which two rooms are these?"


def test_each_file_of_tests_has_one_subject() -> None:
    sizes = {named(path): _lines(path) for path in python_files("tests")}
    assert {name for name in sizes if sizes[name] > TEST_LINES} == set(), "which two subjects are these?"


def test_half_of_the_modules_are_short() -> None:
    assert median(_lines(path) for path in ROOMS) <= MEDIAN_LINES


def test_each_function_fits_on_one_screen() -> None:
    long = {
        f"{named(path)} {function.name}": size
        for path in OURS
        for function in functions(path)
        if (size := _length(function)) > FUNCTION_LINES
    }
    assert long == {}, "lines without the docstring"


def test_each_module_is_named_for_what_it_does() -> None:
    assert [named(path) for path in OURS if path.stem in NAMELESS] == []


def test_each_module_says_what_it_is_for_and_what_it_leaves_alone() -> None:
    assert [named(path) for path in ROOMS if not _says_both(path)] == []


def test_nothing_is_left_for_later() -> None:
    assert [named(path) for path in OURS if UNFINISHED.search(path.read_text(encoding="utf-8"))] == []


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _says_both(path: Path) -> bool:
    said = ast.get_docstring(tree(path)) or ""
    return len([part for part in re.split(r"[.:;]\s", said) if part.strip()]) >= 2


def _length(function: Function) -> int:
    own = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if isinstance(first, ast.Expr) and ast.get_docstring(function) is not None:
        own -= (first.end_lineno or first.lineno) - first.lineno + 1
    return own
