"""Whoever changes a record is found out: any byte of the archive, any fact with the manifest made to match.

The record is written by `golden_record`, which shares no code with the verifier it tests.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pb.verifier.archive import read_archive
from pb.verifier.checks import CHECKS, GIVEN, files
from pb.verifier.record import Record
from tests.faults.golden_record import (
    Golden,
    canonical,
    golden,
    leaf_of,
    lot,
    pack,
    sha256,
    signed,
    tree_root,
    with_manifest,
)
from tests.faults.tamperings import FILE_TAMPERINGS, TAMPERINGS
from tests.faults.verifying import failed, verify, verify_opened

WHOLE = golden().archive()
NAMES = set(golden().files()) | {"manifest.json"}


def test_the_golden_record_is_sound(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, report = verify(tmp_path, capsys, WHOLE)
    assert (code, failed(report)) == (0, set())
    assert len(re.findall(r"^V\d\d OK", report, re.MULTILINE)) == len(CHECKS)


def test_every_changed_byte_is_found_and_its_place_named() -> None:
    for at in range(len(WHOLE)):
        changed = bytearray(WHOLE)
        changed[at] ^= 1 << at % 8
        archive = read_archive(bytes(changed))
        problems = list(files.archive(Record(files=archive.files(), differences=archive.differences)))
        named = [found.facts.get("file") in NAMES or found.code == "archive-end" for found in problems]
        renamed = any(found.facts.get("field") == "name" for found in problems)
        assert problems, f"byte {at}"
        assert all(named) or renamed, f"byte {at}: {problems}"


def test_a_changed_byte_fails_the_whole_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for at in range(0, len(WHOLE), 97):
        changed = bytearray(WHOLE)
        changed[at] ^= 0x10
        code, report = verify(tmp_path, capsys, bytes(changed))
        assert code == 1, f"byte {at}"
        assert "V01" in failed(report), f"byte {at}"


def test_a_changed_file_is_named_by_its_digest_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = WHOLE.index(b"A:1 C:1")
    code, report = verify(tmp_path, capsys, WHOLE[:at] + b"B" + WHOLE[at + 1 :])
    assert code == 1
    assert {"V01", "V03", "V04", "V15"} <= failed(report)
    assert "ballots.csv: the content is not the content whose SHA-256 the manifest states." in report


def test_a_changed_entry_of_the_log_is_named_by_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = WHOLE.index(b'"count":7')
    code, report = verify(tmp_path, capsys, WHOLE[: at + 8] + b"8" + WHOLE[at + 9 :])
    assert code == 1
    assert (
        "events.jsonl, line 2: the entry's own fingerprint is not the fingerprint of its content." in report
    )


@pytest.mark.parametrize("cut", [1, 22, 100, 5000])
def test_an_archive_cut_short_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str], cut: int) -> None:
    code, _ = verify(tmp_path, capsys, WHOLE[:-cut])
    assert code in (1, 2)


@pytest.mark.parametrize("at", [0, 5000, len(WHOLE)])
def test_added_bytes_fail(tmp_path: Path, capsys: pytest.CaptureFixture[str], at: int) -> None:
    code, report = verify(tmp_path, capsys, WHOLE[:at] + b"\0" + WHOLE[at:])
    assert code in (1, 2)
    assert code == 2 or "V01" in failed(report)


@pytest.mark.parametrize(("tamper", "numbers"), TAMPERINGS, ids=[tamper.__name__ for tamper, _ in TAMPERINGS])
def test_a_tampered_fact_fails_the_right_checks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], tamper: Callable[[Golden], None], numbers: set[str]
) -> None:
    made = golden()
    tamper(made)
    code, report = verify(tmp_path, capsys, made.archive())
    assert code == 1
    assert numbers <= failed(report)
    assert not failed(report) & {"V01", "V02", "V03", "V04", "V05"}


@pytest.mark.parametrize(
    ("tamper", "numbers"), [case[1:] for case in FILE_TAMPERINGS], ids=[c[0] for c in FILE_TAMPERINGS]
)
def test_a_tampered_file_fails_the_right_checks(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    tamper: Callable[[dict[str, bytes]], object],
    numbers: set[str],
) -> None:
    content = golden().files()
    tamper(content)
    code, report = verify(tmp_path, capsys, pack(with_manifest(content)))
    assert code == 1
    assert numbers <= failed(report)


def test_seats_may_cost_more_than_the_pot(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = golden()
    made.round["rule"] = {"id": "seats", "params": {"seats": "2", "ties": "votes,cost,lot"}}
    made.round["pots"][0]["budget"] = 900
    south = made.counts["south"]["outcome"]
    south |= {"selected": lot(made.round["seed"]["seed"], "E", "F"), "cost": 600, "ties": []}
    for count in made.counts.values():
        count["outcome"] |= {"rule": "seats", "params": made.round["rule"]["params"]}
    made.counts["north"]["outcome"]["budget"] = 900
    for event in made.events:
        event["payload"] |= {"rule": "seats"} if event["type"] == "outcome_counted" else {}
    made.results["pots"][0]["left"] = -100
    made.results["pots"][1] |= {"selected": south["selected"], "cost": 600, "left": -100}
    made.freeze()
    made.log_counts()
    made.seal_log()
    code, report = verify(tmp_path, capsys, made.archive())
    assert (code, failed(report)) == (0, set())


def test_a_manifest_that_lies_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = with_manifest(golden().files())
    content["manifest.json"] = content["manifest.json"].replace(
        sha256(content["round.json"]).encode(), b"0" * 64
    )
    code, report = verify(tmp_path, capsys, pack(content))
    assert (code, failed(report)) == (1, {"V03", "V04", "V26"})
    assert "round.json" in report


def test_a_manifest_in_other_words_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = with_manifest(golden().files())
    content["manifest.json"] = canonical({"schema": "pb-record/1", "files": []})
    code, report = verify(tmp_path, capsys, pack(content))
    assert (code, failed(report)) == (1, {"V03", "V26"})


def test_a_whole_new_record_fails_against_the_root_noted_at_close(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tree_root([bytes.fromhex(leaf) for leaf in golden().leaves]).hex()
    head = golden().events[-1]["hash"]
    assert verify(tmp_path, capsys, WHOLE, "--root", root, "--head", head)[0] == 0
    for options in (("--root", "0" * 64), ("--head", "0" * 64)):
        code, report = verify(tmp_path, capsys, WHOLE, *options)
        assert (code, failed(report)) == (1, {"V23"})


def test_every_check_is_shown_to_fail_somewhere() -> None:
    shown = {number for _, numbers in TAMPERINGS for number in numbers}
    shown |= {number for _, _, numbers in FILE_TAMPERINGS for number in numbers}
    assert shown | {"V01", "V03", "V04", "V23", "V25", "V26", "V28"} == set(CHECKS) | set(GIVEN)


def path_of_first(leaves: list[bytes]) -> list[bytes]:
    """The path of the first leaf: on each level the tree of its neighbours (RFC 6962, section 2.1.1)."""
    split, path = 1, []
    while split < len(leaves):
        path.append(tree_root(leaves[split : 2 * split]))
        split *= 2
    return path


def proof_file(tmp_path: Path, **changed: object) -> str:
    """The proof of the first counted leaf, as the receipt page gives it."""
    leaves = [bytes.fromhex(leaf) for leaf in golden().leaves]
    path = path_of_first(leaves)
    root = tree_root(leaves).hex()
    code = int.from_bytes(leaves[0][:10], "big")
    letters = "".join(
        "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[code >> 5 * place & 31] for place in range(15, -1, -1)
    )
    proof: dict[str, object] = {
        "tree": "counted",
        "leaf": leaves[0].hex(),
        "index": 0,
        "size": len(leaves),
        "root": root,
    }
    proof["path"] = [step.hex() for step in path]
    proof |= {name: value for name, value in changed.items() if name in proof}
    whole: dict[str, object] = {
        "schema": "pb-receipt/1",
        "round": "round-1",
        "receipt": "-".join(letters[at : at + 4] for at in range(0, 16, 4)),
        "state": "counted",
        "leaf": leaves[0].hex(),
        "proofs": [proof],
    }
    whole |= {name: value for name, value in changed.items() if name in whole}
    (tmp_path / "receipt.json").write_bytes(canonical(whole))
    return str(tmp_path / "receipt.json")


def test_a_receipt_is_checked_against_the_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, report = verify(tmp_path, capsys, WHOLE, "--receipt", proof_file(tmp_path))
    assert (code, failed(report)) == (0, set())
    assert "V28 OK" in report


@pytest.mark.parametrize(
    "changed",
    [
        {"round": "round-2"}, {"receipt": "0000-0000-0000-0000"}, {"state": "replaced"},
        {"state": "elsewhere"},
        {"leaf": "0" * 64}, {"leaf": None}, {"proofs": []}, {"index": 1}, {"index": 60}, {"size": 61},
        {"size": 1}, {"path": []}, {"root": "0" * 64}, {"tree": "superseded"}, {"tree": "batch"},
        {"schema": "pb-receipt/9"}, {"proofs": [{}]},
    ],
    ids=str,
)  # fmt: skip
def test_a_receipt_that_is_not_of_this_record_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], changed: dict[str, object]
) -> None:
    code, report = verify(tmp_path, capsys, WHOLE, "--receipt", proof_file(tmp_path, **changed))
    assert (code, failed(report)) == (1, {"V28"})


def test_what_is_no_receipt_at_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "receipt.json").write_bytes(b"\xff{")
    code, report = verify(tmp_path, capsys, WHOLE, "--receipt", str(tmp_path / "receipt.json"))
    assert (code, failed(report)) == (1, {"V28"})
    assert verify(tmp_path, capsys, WHOLE, "--receipt", str(tmp_path / "nowhere"))[0] == 2


def test_the_openings_are_those_of_the_leaves_and_make_the_ballots(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, report = verify_opened(tmp_path, capsys, golden())
    assert (code, failed(report)) == (0, set())
    assert "V25 OK" in report


def another_nonce(made: Golden) -> None:
    made.openings[2]["nonce"] = "0" * 64


def another_choice(made: Golden) -> None:
    bodies = (opening["body"] for opening in made.openings)
    other = next(body for body in bodies if body["payload"]["north"] != {"D": 1})
    other["payload"]["north"] = {"D": 1}


def another_round(made: Golden) -> None:
    made.openings[1]["body"]["round_id"] = "round-2"


def other_rules(made: Golden) -> None:
    made.openings[1]["body"]["ruleset_hash"] = "0" * 64


def one_less(made: Golden) -> None:
    made.openings.pop()


def one_twice(made: Golden) -> None:
    made.openings[1] = made.openings[0]


def out_of_order(made: Golden) -> None:
    made.openings.reverse()


def other_ballots_are_published(made: Golden) -> None:
    """Everything that the record alone can show is made to fit: only the openings tell."""
    made.rows = sorted("south,E:1" if row == "south,F:1" else row for row in made.rows)
    made.log_counts()
    made.seal_log()


@pytest.mark.parametrize(
    "tamper",
    [
        another_nonce, another_choice, another_round, other_rules, one_less, one_twice, out_of_order,
        other_ballots_are_published,
    ],
)  # fmt: skip
def test_openings_that_do_not_fit_are_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], tamper: Callable[[Golden], None]
) -> None:
    made = golden()
    tamper(made)
    code, report = verify_opened(tmp_path, capsys, made)
    assert code == 1
    assert "V25" in failed(report)


def test_where_the_first_vote_counts_no_later_one_is_opened(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = golden()
    made.openings[0]["body"]["revision"] = 2
    said = "the first vote of a code counts, but this is a later one"
    assert said not in verify_opened(tmp_path, capsys, made)[1]
    made.round["which_counts"] = "first"
    assert said in verify_opened(tmp_path, capsys, made)[1]


def test_an_annex_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify_opened(tmp_path, capsys, golden(), b"no zip")[0] == 2
    code, report = verify_opened(tmp_path, capsys, golden(), pack({"openings.jsonl": b"{}\n"}))
    assert (code, failed(report)) == (1, {"V05"})
    assert "V25 NOT CHECKED" in report


def test_an_open_box_has_its_openings_in_the_record(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = golden()
    made.round["openings"] = "open"
    made.freeze()
    for opening in made.openings:
        opening["body"]["ruleset_hash"] = made.round["config_digest"]
    made.openings.sort(key=leaf_of)
    report = verify(tmp_path, capsys, made.archive())[1]
    assert "V25 FAILED" in report, "the leaves were made under other rules"
    assert not failed(report) & {"V02", "V05", "V09"}
    content = made.files()
    content.pop("openings.jsonl")
    assert "V02" in failed(verify(tmp_path, capsys, pack(with_manifest(content)))[1])


SIGNATURES: dict[str, dict[str, object]] = {
    "another key": json.loads(signed(b"", Ed25519PrivateKey.from_private_bytes(bytes(32)))),
    "another signature": {"signature": "0" * 128},
    "no signature": {"signature": "Ed"},
    "a short one": {"signature": "00"},
    "another name": {"key": "0" * 16},
    "no point of the curve": {"public": "f" * 64},
}


@pytest.mark.parametrize("changed", SIGNATURES.values(), ids=SIGNATURES)
def test_a_signature_that_does_not_fit_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], changed: dict[str, object]
) -> None:
    content = with_manifest(golden().files())
    content["manifest.sig"] = canonical(json.loads(content["manifest.sig"]) | changed)
    code, report = verify(tmp_path, capsys, pack(content))
    assert (code, failed(report)) == (1, {"V26"})


def test_a_record_signed_anew_with_a_key_of_ones_own_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = with_manifest(golden().files())
    own = Ed25519PrivateKey.from_private_bytes(bytes(32))
    content["manifest.sig"] = signed(content["manifest.json"], own)
    code, report = verify(tmp_path, capsys, pack(content))
    assert (code, failed(report)) == (1, {"V26"})
    assert "the key is not the one that the log named when voting opened" in report
