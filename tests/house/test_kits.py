"""Every plug-in comes with its kit: a rule with its words, its document, worked cases and a second opinion.

It looks whether the pieces are there; whether they are right is for the tests of the tally.
"""

import ast

from pb.domain.sign_on import SIGN_ON
from pb.services.proofs import PROOFS
from pb.tally.ballots import BALLOT_TYPES
from pb.tally.rules import RULES
from pb.web.labels import labels
from tests.house.tree import DOCS, ROOT, TEMPLATES, python_files, tree

CASES = ROOT / "tests" / "golden" / "cases"
FEWEST_CASES = 3
MACROS = ("name()", "in_short()", "explain(params)", "decided(result)", "inputs(visit, params, measures)")


def test_every_rule_has_its_words() -> None:
    wanted = [f"pb/templates/rules/{rule}.html" for rule in RULES]
    assert [name for name in wanted if not (ROOT / name).is_file()] == []


def test_the_words_of_every_rule_say_its_name_what_it_will_do_and_what_it_did() -> None:
    said = {rule: (TEMPLATES / "rules" / f"{rule}.html").read_text(encoding="utf-8") for rule in RULES}
    missing = [
        f"pb/templates/rules/{rule}.html lacks {macro}"
        for rule, text in said.items()
        for macro in MACROS
        if f"{{% macro {macro} %}}" not in text
    ]
    assert missing == []


def test_every_rule_has_its_document() -> None:
    wanted = [f"docs/rules/{rule}.md" for rule in RULES]
    assert [name for name in wanted if not (ROOT / name).is_file()] == []


def test_every_rule_has_cases_worked_by_hand() -> None:
    found = {rule: len(list(CASES.glob(f"{rule}_*.json"))) for rule in RULES}
    few = [
        f"tests/golden/cases/{rule}_*.json: {count}" for rule, count in found.items() if count < FEWEST_CASES
    ]
    assert few == [], f"at least {FEWEST_CASES} each"


def test_every_rule_has_a_second_opinion() -> None:
    known = {
        node.value
        for path in python_files("pb/verifier")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert [f"pb/verifier/rules lacks {rule}" for rule in RULES if rule not in known] == []


def test_every_ballot_type_has_its_paper() -> None:
    wanted = [f"pb/templates/ballots/{ballot}.html" for ballot in BALLOT_TYPES]
    assert [name for name in wanted if not (ROOT / name).is_file()] == []


def test_every_proof_has_its_page_its_words_and_its_tests() -> None:
    proofs = [*PROOFS, SIGN_ON]
    wanted = [f"pb/templates/proofs/{proof}.html" for proof in proofs]
    wanted += [f"tests/services/proofs/test_{proof.replace('-', '_')}.py" for proof in proofs]
    missing = [name for name in wanted if not (ROOT / name).is_file()]
    families = ("proof", "proof-note", "proof-needs", "proof-way")
    words = {f"{family}.{proof}" for family in families for proof in proofs}
    words |= {f"proof-sent.{proof}" for proof in PROOFS if PROOFS[proof].SENDS}
    assert missing + sorted(words - labels().keys()) == []


def test_no_kit_outlives_its_rule() -> None:
    left = {path.stem for path in (TEMPLATES / "rules").glob("*.html")} - set(RULES)
    left |= {path.stem for path in (DOCS / "rules").glob("*.md")} - set(RULES) - {"README", "differences"}
    left |= {path.name.split("_")[0] for path in CASES.glob("*.json")} - set(RULES)
    left |= {path.stem for path in (TEMPLATES / "ballots").glob("*.html")} - set(BALLOT_TYPES)
    assert sorted(name for name in left if not name.startswith("_")) == []
