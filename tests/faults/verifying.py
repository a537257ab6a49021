"""Running the verifier over a record that a test has made, and reading which checks failed."""

import re
from pathlib import Path

import pytest

from pb.verifier.__main__ import main
from tests.faults.golden_record import Golden


def verify(tmp_path: Path, capsys: pytest.CaptureFixture[str], raw: bytes, *options: str) -> tuple[int, str]:
    path = tmp_path / "record.zip"
    path.write_bytes(raw)
    code = main([str(path), *options])
    return code, capsys.readouterr().out


def failed(report: str) -> set[str]:
    return set(re.findall(r"^(V\d\d) FAILED", report, re.MULTILINE))


def verify_opened(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], made: Golden, annex: bytes | None = None
) -> tuple[int, str]:
    path = tmp_path / "annex.zip"
    path.write_bytes(made.annex() if annex is None else annex)
    return verify(tmp_path, capsys, made.archive(), "--annex", str(path))
