"""A stranger's file may hold anything: the verifier answers with plain lines, never with a traceback.

It says nothing about honest records; those stand in `test_tampered_record`.
"""

import io
import json
import struct
import warnings
import zipfile
from pathlib import Path

import pytest

from pb.verifier import archive as reading
from pb.verifier.__main__ import main
from tests.faults.golden_record import golden, pack, with_manifest

FILES = golden().files()
DEEP = b"[" * 200_000 + b"]" * 200_000


def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], raw: bytes) -> tuple[int, str]:
    path = tmp_path / "record.zip"
    path.write_bytes(raw)
    code = main([str(path)])
    said = capsys.readouterr()
    assert said.err == ""
    assert "Traceback" not in said.out
    return code, said.out


def packed(entries: list[tuple[str, bytes]], method: int = zipfile.ZIP_STORED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile warns of a name that stands there twice: that is the point
        for name, content in entries:
            archive.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"PK",
        b"not a zip archive",
        b"%PDF-1.7\n" + b"x" * 5000,
        b"PK\x05\x06" + b"\0" * 18,
        b"PK\x05\x06" + b"\xff" * 18,
        b"PK\x03\x04" + b"\xff" * 400,
        b"PK\x01\x02" * 500,
        b"\0" * 100_000,
    ],
)
def test_what_is_no_archive_is_unusable(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], raw: bytes
) -> None:
    code, said = run(tmp_path, capsys, raw)
    assert code == 2
    assert said.startswith("This file cannot be checked.")
    assert said.count("\n") == 1


def test_another_archive_is_no_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = run(tmp_path, capsys, packed([("holiday.jpg", b"x" * 100)]))
    assert (code, "no record" in said) == (2, True)


@pytest.mark.parametrize("path", ["/nowhere/record.zip", "", "a\0b", "."])
def test_a_path_to_nothing_is_unusable(capsys: pytest.CaptureFixture[str], path: str) -> None:
    assert main([path]) == 2
    assert "cannot be opened" in capsys.readouterr().out


def test_a_zip_bomb_is_refused_before_it_unfolds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MAX_CONTENT_BYTES", 1_000_000)
    bomb = packed([("round.json", b"0" * 5_000_000)], zipfile.ZIP_DEFLATED)
    assert len(bomb) < 10_000
    code, said = run(tmp_path, capsys, bomb)
    assert (code, "larger than a record may be" in said) == (2, True)


def test_many_names_for_the_same_bytes_are_counted_each_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MAX_CONTENT_BYTES", 500_000)
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 0, 0, 33, 0, 90_000, 90_000, 1, 0) + b"a"
    entry = struct.pack(
        "<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 0, 0, 33, 0, 90_000, 90_000, 1, 0, 0, 0, 0, 0, 0
    )
    body = local + b"\0" * 90_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 900, 900, 900 * 47, len(body), 0)
    assert run(tmp_path, capsys, body + (entry + b"a") * 900 + end)[0] == 2


def test_too_many_entries_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = run(tmp_path, capsys, packed([(f"{number}.txt", b"") for number in range(1100)]))
    assert (code, "more files than a record may" in said) == (2, True)


def test_a_file_too_large_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MAX_ARCHIVE_BYTES", 1000)
    code, said = run(tmp_path, capsys, golden().archive())
    assert (code, "larger than a record may be" in said) == (2, True)


def test_a_record_packed_again_fails_but_is_judged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    again = packed(sorted(with_manifest(FILES).items()), zipfile.ZIP_DEFLATED)
    code, said = run(tmp_path, capsys, again)
    assert code == 1
    assert "V01 FAILED" in said
    assert said.count("FAILED") == 1


def test_a_name_twice_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    twice = packed([*sorted(with_manifest(FILES).items()), ("round.json", b"{}")])
    code, said = run(tmp_path, capsys, twice)
    assert code == 1
    assert "round.json: the archive holds this name more than once." in said


def test_signs_that_steer_a_terminal_are_shown_not_sent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = run(tmp_path, capsys, pack(with_manifest({**FILES, "\x1b[2Jgone": b""})))
    assert code == 1
    assert "\x1b" not in said
    assert "\\x1b[2Jgone" in said


ROUND = json.loads(FILES["round.json"])
HOSTILE = {
    "empty": b"",
    "null": b"null",
    "a number": b"7",
    "deep": DEEP,
    "deep in a field": FILES["round.json"][:-1] + b',"z":' + DEEP + b"}",
    "huge number": FILES["round.json"][:-1] + b',"z":' + b"9" * 100_000 + b"}",
    "huge exponent": FILES["round.json"][:-1] + b',"z":1e999999999}',
    "not a number": FILES["round.json"][:-1] + b',"z":NaN}',
    "not UTF-8": b'{"id":"\xff\xfe"}',
    "half a surrogate": FILES["round.json"].replace(b'"round-1"', b'"\\ud800"'),
    "key twice": FILES["round.json"].replace(b'"id":"round-1"', b'"id":"round-1","id":"round-1"'),
    "wrong kinds": json.dumps(dict.fromkeys(ROUND, 7)).encode(),
    "no pots": json.dumps({**ROUND, "pots": []}).encode(),
    "no limits": json.dumps(
        {**ROUND, "ballot": {"type": "ranking", "limits": {"borda_from_limit": 1}}}
    ).encode(),
    "strange ballot": json.dumps({**ROUND, "ballot": {"type": "tea leaves", "limits": {}}}).encode(),
    "strange limits": json.dumps(
        {**ROUND, "ballot": {"type": "approval", "limits": {"boost:": -5, ":": 1}}}
    ).encode(),
    "strange ties": json.dumps({**ROUND, "rule": {"id": "most-votes", "params": {"ties": ",,"}}}).encode(),
    "endless settings": json.dumps(
        {**ROUND, "rule": {"id": "most-votes", "params": {"minimum": "9" * 5000}}}
    ).encode(),
    "exponent setting": json.dumps(
        {**ROUND, "rule": {"id": "most-votes", "params": {"fit": "part", "part_share": "1e999999999%"}}}
    ).encode(),
    "one pot twice": json.dumps({**ROUND, "pots": ROUND["pots"] * 2}).encode(),
    "pot that climbs": json.dumps({**ROUND, "pots": [{**ROUND["pots"][0], "id": "../../x"}]}).encode(),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("name", ["round.json", "proposals.json", "counts/north.json", "results.json"])
def test_hostile_json_fails_with_a_plain_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes
) -> None:
    code, said = run(tmp_path, capsys, pack(with_manifest({**FILES, name: content})))
    assert code == 1
    assert "FAILED" in said
    assert "could not be completed" not in said


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("events.jsonl", b"\n\n\n"),
        ("events.jsonl", b""),
        ("events.jsonl", DEEP + b"\n"),
        ("events.jsonl", b'{"seq":1}\n'),
        ("leaves.txt", b"zz\n"),
        ("leaves.txt", b"\xff\n"),
        ("superseded.txt", b"0" * 64),
        ("ballots.csv", b""),
        ("ballots.csv", b"pot_id,marks\nnorth\n"),
        ("ballots.csv", b"pot_id,marks\nnorth,A:1 A:1\n"),
        ("ballots.csv", b"pot_id,marks\nnorth,A:" + b"9" * 9999 + b"\n"),
        ("ballots.csv", b"pot_id,marks\nnorth,A:\xd9\xa1\n"),
        ("ballots.csv", b"pot_id,marks\nelsewhere,A:1\n"),
        ("ballots.csv", b"pot_id,marks\nnorth,Q:1\n"),
        ("README.cy.md", b"\xff\xff"),
    ],
)
def test_hostile_lines_fail_with_a_plain_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes
) -> None:
    code, said = run(tmp_path, capsys, pack(with_manifest({**FILES, name: content})))
    assert code == 1
    assert "could not be completed" not in said


def test_every_cut_of_the_archive_is_survived(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole = golden().archive()
    for length in range(0, len(whole), 211):
        assert run(tmp_path, capsys, whole[:length])[0] in (1, 2)
