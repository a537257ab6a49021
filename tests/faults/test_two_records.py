"""Two records of one round side by side: what is missing or other in the later one is told, line by line."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pb.verifier.__main__ import main
from tests.faults.golden_record import Golden, golden, pack, signed, with_manifest

OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))


def compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], old: bytes, new: bytes, *options: str
) -> tuple[int, str]:
    paths = [tmp_path / "old.zip", tmp_path / "new.zip"]
    for path, content in zip(paths, (old, new), strict=True):
        path.write_bytes(content)
    code = main(["--diff", *map(str, paths), *options])
    said = capsys.readouterr()
    assert said.err == ""
    return code, said.out


def broken(report: str) -> set[str]:
    return set(re.findall(r"^(D\d) BROKEN", report, re.MULTILINE))


def noted(made: Golden, kind: str, **payload: object) -> None:
    """One more entry of the log."""
    made.events.append(
        {
            "stream": "round-1", "type": kind, "at": "2026-03-20T09:00:00Z", "actor": "p9", "role": "auditor",
            "payload": payload,
        }
    )  # fmt: skip
    made.seal_log()


def test_the_same_record_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, report = compared(tmp_path, capsys, golden().archive(), golden().archive())
    assert (code, report) == (0, "The two records are the same, byte for byte.\n")


def test_a_later_record_says_what_came_since(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    later = golden()
    noted(later, "annex_exported", sha256="0" * 64)
    code, report = compared(tmp_path, capsys, golden().archive(), later.archive())
    assert (code, broken(report)) == (0, set())
    assert "Entries added: annex_exported." in report
    assert report.endswith("nothing that was sealed is missing or other.\n")
    code, report = compared(tmp_path, capsys, later.archive(), golden().archive())
    assert (code, broken(report)) == (1, {"D1"})
    code, report = compared(tmp_path, capsys, golden().archive(), later.archive(), "--language", "cy")
    assert "Eitemau a ychwanegwyd: annex_exported." in report


def counted_again(made: Golden, *, is_logged: bool) -> None:
    """The north has other winners, as after a recount by mended arithmetic."""
    made.counts["north"]["outcome"] |= {"selected": ["A", "B"], "cost": 1100, "ties": []}
    made.results["pots"][0]["selected"] = ["A", "B"]
    if is_logged:
        noted(made, "outcome_counted", **made.event("outcome_counted"))


def test_a_recount_is_told_with_what_it_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for is_logged in (True, False):
        later = golden()
        counted_again(later, is_logged=is_logged)
        code, report = compared(tmp_path, capsys, golden().archive(), later.archive())
        assert (code, broken(report)) == ((0, set()) if is_logged else (1, {"D6"}))
        assert "Pot north: the winners were A, C and are now A, B." in report
        assert "Pot north: cost was 1000 and is now 1100." in report
        assert "this part of the count is not the same: ties." in report


def another_leaf(made: Golden) -> None:
    made.leaves[0] = "0" * 64


def a_batch_less(made: Golden) -> None:
    made.batches.pop()


def another_ballot(made: Golden) -> None:
    made.rows = sorted("south,E:1" if row == "south,F:1" else row for row in made.rows)


def another_cost(made: Golden) -> None:
    made.proposals[0]["cost"] = 599


def another_turnout(made: Golden) -> None:
    made.turnout["codes_void"] = 2


def other_votes(made: Golden) -> None:
    made.results["pots"][1]["votes"]["E"] = 21


def history_rewritten(made: Golden) -> None:
    made.events[1]["payload"]["count"] = 71
    made.seal_log()


def held_back(made: Golden) -> None:
    made.round["pots"][1]["withheld"] = True


@pytest.mark.parametrize(
    ("tamper", "numbers"),
    [
        (another_leaf, {"D3"}), (a_batch_less, {"D4"}), (another_ballot, {"D5"}), (another_cost, {"D2"}),
        (another_turnout, {"D7"}), (other_votes, {"D7"}), (history_rewritten, {"D1"}), (held_back, {"D5"}),
    ],
)  # fmt: skip
def test_what_was_sealed_and_is_other_is_broken(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    tamper: Callable[[Golden], None],
    numbers: set[str],
) -> None:
    later = golden()
    tamper(later)
    code, report = compared(tmp_path, capsys, golden().archive(), later.archive())
    assert (code, broken(report)) == (1, numbers)


def test_texts_and_files_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    later = golden()
    later.proposals[-1]["reason"] = {"cy": "Na", "en": "No\x1b[31m"}
    later.round["dates"]["voting_closes_at"] = "2026-03-15T18:00:00Z"
    code, report = compared(tmp_path, capsys, golden().archive(), later.archive())
    assert (code, broken(report)) == (0, set())
    assert "Proposal X: this is not the same: reason." in report
    assert "Of the round, this is not the same: dates." in report
    content = with_manifest(golden().files())
    content.pop("counts/south.json")
    code, report = compared(tmp_path, capsys, golden().archive(), pack(content))
    assert code == 1
    assert "The file counts/south.json is gone." in report
    assert "D6 NOT COMPARED" in report
    from_another = with_manifest(golden().files())
    from_another["manifest.sig"] = signed(from_another["manifest.json"], OTHER_KEY)
    assert broken(compared(tmp_path, capsys, golden().archive(), pack(from_another))[1]) == {"D9"}


@pytest.mark.parametrize("which", [0, 1])
def test_what_a_stranger_hands_over_is_answered_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], which: int
) -> None:
    whole = golden().archive()
    other = golden()
    other.round["id"] = "round-2"
    hostile: dict[str, bytes] = {
        "no zip": b"PK\x05\x06" + b"\xff" * 18,
        "another round": other.archive(),
        "no round": pack({"manifest.json": b"{}"}),
        "broken round": pack({"round.json": b"[" * 100_000}),
    }
    for name, raw in hostile.items():
        pair = (raw, whole) if which == 0 else (whole, raw)
        code, report = compared(tmp_path, capsys, *pair)
        assert (code, "Traceback" in report) == (2, False), name
    wild = {
        **golden().files(),
        "results.json": b'{"pots":[{"pot_id":7}],"turnout":3}',
        "events.jsonl": b"\xff\n",
    }
    pair = (pack(with_manifest(wild)), whole) if which == 0 else (whole, pack(with_manifest(wild)))
    code, report = compared(tmp_path, capsys, *pair)
    assert code == 1
    assert "D1 NOT COMPARED" in report
    assert main(["--diff", str(tmp_path / "nowhere"), str(tmp_path / "new.zip")]) == 2
