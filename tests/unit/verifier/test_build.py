"""The one-file program: the same bytes each time, and it needs nothing but Python."""

import subprocess
import sys
from pathlib import Path

from pb.verifier.build import main, program
from tests.faults.golden_record import golden


def test_the_same_sources_give_the_same_bytes() -> None:
    assert program() == program()
    assert b"build.py" not in program()


def test_the_program_runs_alone(tmp_path: Path) -> None:
    assert main([str(tmp_path / "out" / "pb-verify.pyz")]) == 0
    record = tmp_path / "record.zip"
    record.write_bytes(golden().archive())
    command = [sys.executable, "-I", "-S", str(tmp_path / "out" / "pb-verify.pyz")]
    sound = subprocess.run([*command, str(record)], cwd=tmp_path, capture_output=True, check=False, env={})
    assert (sound.returncode, sound.stderr) == (0, b"")
    record.write_bytes(golden().archive()[:-1])
    assert subprocess.run([*command, str(record)], capture_output=True, check=False).returncode == 1
    nothing = subprocess.run([*command, str(tmp_path / "none")], capture_output=True, check=False)
    assert (nothing.returncode, nothing.stderr) == (2, b"")
