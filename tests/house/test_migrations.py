"""The steps of the database are numbered, follow one another, and HEAD names the last.

Two people who add a step at once then meet in git, and not in somebody's database.
"""

import ast
from pathlib import Path

from tests.house.tree import ROOT, named, tree

FOLDER = ROOT / "migrations"
STEPS = sorted((FOLDER / "versions").glob("*.py"))


def test_steps_are_numbered_without_gaps() -> None:
    assert [step.name[:5] for step in STEPS] == [f"{number:04}_" for number in range(1, len(STEPS) + 1)]


def test_each_step_follows_the_one_before() -> None:
    numbers = [step.name[:4] for step in STEPS]
    said = [(_constant(step, "revision"), _constant(step, "down_revision")) for step in STEPS]
    assert said == list(zip(numbers, [None, *numbers[:-1]], strict=True))


def test_head_names_the_last_step() -> None:
    assert (FOLDER / "HEAD").read_text(encoding="utf-8").strip() == STEPS[-1].stem


def test_steps_only_go_forward() -> None:
    back = [
        named(step)
        for step in STEPS
        for node in ast.walk(tree(step))
        if isinstance(node, ast.FunctionDef) and node.name == "downgrade"
    ]
    assert back == []


def _constant(step: Path, name: str) -> object:
    for node in tree(step).body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            value = getattr(node, "value", None)
            return value.value if isinstance(value, ast.Constant) else value
    raise AssertionError(f"{named(step)} does not say {name}")
