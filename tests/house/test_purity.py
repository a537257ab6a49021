"""The tally and the domain are pure: no files, no clock, no chance, no floats that decide.

It reads the code and runs none of it; that results hold no floats is a property test of the tally.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import calls, named, python_files, tree

OWN_COMMAND = "pb/tally/__main__.py"
# Doubles may steer a search here; every decision these modules take is proven by bounds, or made again in
# whole numbers; or they only add whole numbers so small that doubles hold every sum of them.
MAY_SEARCH_WITH_FLOATS = {
    "pb/tally/burdens.py",
    "pb/tally/loads.py",
    "pb/tally/overspending.py",
    "pb/tally/rules/best_total.py",
    "pb/tally/shares_bounds.py",
    "pb/tally/shares_given.py",
    "pb/tally/shares_run.py",
    "pb/tally/shares_single.py",
    "pb/tally/shares_survey.py",
}
OUTSIDE_CALLS = {"open", "print", "input", "eval", "exec", "__import__", "breakpoint"}
CLOCK_CALLS = {"now", "utcnow", "today", "monotonic", "perf_counter", "time_ns"}
TOLERANCE_NAMES = {"isclose", "allclose", "epsilon", "EPSILON", "eps", "EPS", "TOLERANCE"}

PURE = [path for path in python_files("pb/tally", "pb/domain") if named(path) != OWN_COMMAND]


def test_nothing_from_outside() -> None:
    found = [
        f"{named(path)}:{call.lineno} calls {name}()"
        for path in PURE
        for name, call in calls(path)
        if (name in OUTSIDE_CALLS and isinstance(call.func, ast.Name)) or name in CLOCK_CALLS
    ]
    assert found == []


def test_no_float_decides() -> None:
    assert [
        found for path in PURE if named(path) not in MAY_SEARCH_WITH_FLOATS for found in _floats(path)
    ] == []


def test_no_set_decides_an_order() -> None:
    found = [
        f"{named(path)}:{node.iter.lineno} goes through a set"
        for path in PURE
        for node in ast.walk(tree(path))
        if isinstance(node, ast.For) and _is_a_set(node.iter)
    ]
    assert found == []


def _floats(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield f"{named(path)}:{node.lineno}: {node.value}"
        elif isinstance(node, ast.Name) and node.id in TOLERANCE_NAMES:
            yield f"{named(path)}:{node.lineno}: {node.id}"
        elif isinstance(node, ast.Attribute) and node.attr in {*TOLERANCE_NAMES, "float64", "float32"}:
            yield f"{named(path)}:{node.lineno}: {node.attr}"
    for name, call in calls(path):
        if name == "float":
            yield f"{named(path)}:{call.lineno}: float()"


def _is_a_set(node: ast.expr) -> bool:
    made = (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"set", "frozenset"}
    )
    return made or isinstance(node, ast.Set | ast.SetComp)
