"""Packs the verifier into one file, which any Python from 3.11 on runs: `python pb-verify.pyz record.zip`.

The same sources give the same bytes on every machine, so that two people can compare what they hold.
"""

import hashlib
import io
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

SHEBANG = b"#!/usr/bin/env python3\n"
START = "from pb.verifier.__main__ import main\n\nraise SystemExit(main())\n"
HERE = Path(__file__).resolve().parent


def sources() -> Iterator[tuple[str, bytes]]:
    """The files of the program: name in the archive, content with one kind of line end."""
    yield "__main__.py", START.encode()
    yield "pb/__init__.py", b""
    for path in sorted(HERE.rglob("*.py"), key=lambda path: path.relative_to(HERE).as_posix()):
        name = path.relative_to(HERE).as_posix()
        if path != Path(__file__).resolve():
            yield f"pb/verifier/{name}", path.read_bytes().replace(b"\r\n", b"\n")


def program() -> bytes:
    """The bytes of `pb-verify.pyz`: a line for the shell, then a zip archive as `zipapp` would write it."""
    target = io.BytesIO()
    target.write(SHEBANG)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sources():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return target.getvalue()


def main(argv: list[str]) -> int:
    """Write the program to the path given, `pb-verify.pyz` otherwise, and print its SHA-256."""
    target = Path(argv[0] if argv else "pb-verify.pyz")
    target.parent.mkdir(parents=True, exist_ok=True)
    whole = program()
    target.write_bytes(whole)
    target.chmod(0o755)
    print(f"{hashlib.sha256(whole).hexdigest()}  {target}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
