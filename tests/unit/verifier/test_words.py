"""Both languages say everything, with the same facts; every problem a check can find has its sentence."""

import ast
import re
from pathlib import Path

import pytest

import pb.verifier
from pb.verifier.checks import CHECKS, GIVEN
from pb.verifier.comparing import COMPARISONS
from pb.verifier.layout import FIELDS
from pb.verifier.shapes import PLAIN
from pb.verifier.words import LANGUAGES, OF_CHANGES, Words

ROOT = Path(pb.verifier.__path__[0])
FACT = re.compile(r"\{(\w+)\}")


def tables(words: Words) -> dict[str, dict[str, str]]:
    changes = next(OF_CHANGES[language] for language in LANGUAGES if LANGUAGES[language] is words)
    return {
        "titles": words.titles,
        "frame": words.frame,
        "problems": words.problems,
        "wanted": words.wanted,
        "titles of changes": changes.titles,
        "frame of changes": changes.frame,
        "changes": changes.changes,
    }


@pytest.mark.parametrize("table", tables(LANGUAGES["en"]))
def test_both_languages_say_the_same_things(table: str) -> None:
    english, welsh = (tables(LANGUAGES[language])[table] for language in ("en", "cy"))
    assert list(english) == list(welsh)
    for code, sentence in english.items():
        assert set(FACT.findall(sentence)) == set(FACT.findall(welsh[code])), code
        assert sentence != welsh[code] or not re.search("[a-z]{3}", FACT.sub("", sentence)), code


def test_every_change_has_its_sentence_and_every_comparison_its_title() -> None:
    source = (ROOT / "comparing.py").read_text(encoding="utf-8")
    kinds = "log|frozen|lines|batch|held|count|turnout|votes|proposal|round|file|key"
    made = set(re.findall(rf'"((?:{kinds})-[a-z-]+)"', source))
    assert made | {"unforeseen"} == set(OF_CHANGES["en"].changes)
    assert list(OF_CHANGES["en"].titles) == list(COMPARISONS)


def test_every_check_has_a_title() -> None:
    assert list(LANGUAGES["en"].titles) == sorted([*CHECKS, *GIVEN])


def test_welsh_has_no_ampersand_and_no_english_left() -> None:
    sentences = " ".join(text for table in tables(LANGUAGES["cy"]).values() for text in table.values())
    assert "&" not in sentences
    assert not re.search(r"\b(the|is|not|and|of)\b", sentences)


def _codes() -> set[str]:
    """Every code that a call of problem(...), UnreadableError(...) or UnusableError(...) names."""
    found = set()
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                first = node.args[0]
                if node.func.id in ("problem", "UnreadableError") and isinstance(first, ast.Constant):
                    found.add(str(first.value))
    return found


def test_every_problem_has_its_sentence_and_every_sentence_its_problem() -> None:
    made = {f"archive-{part}" for part in ("data", "trailing", "duplicate", "order", *FIELDS)}
    made |= {"box-root", "box-counted", "box-superseded", "box-superseded_root"}
    made |= {f"ballot-{fault}" for fault in _ballot_faults()}
    assert _codes() | made == set(LANGUAGES["en"].problems)


def _ballot_faults() -> set[str]:
    source = (ROOT / "ballots.py").read_text(encoding="utf-8")
    return set(re.findall(r'(?:yield|return) "([a-z-]+)"', source))


def test_everything_a_shape_can_want_has_a_name() -> None:
    assert {*PLAIN.values(), "list", "object", "present"} - {"value"} == set(LANGUAGES["en"].wanted)
