"""Where the results of a command go: standard output line by line, a file, or a folder of files.

Must not leave half of anything: a line is written whole or not at all, a file appears when it is complete.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Protocol

from pb.cli.files import Unusable


class Output(Protocol):
    """What takes the results of files, one after another."""

    def put(self, path: Path, made: bytes) -> None:
        """Take what was made of the file `path`. Raises OSError."""

    def finish(self) -> None:
        """Everything is there. Raises OSError."""

    def abandon(self) -> None:
        """Stopped before the end."""


class Standard:
    """Standard output; whoever reads it has each result as soon as it is made."""

    def __init__(self) -> None:
        if sys.stdout is None:
            raise Unusable("standard output is closed, so there is nowhere to write to.")

    def put(self, path: Path, made: bytes) -> None:
        """Write a result and pass it on at once."""
        sys.stdout.buffer.write(made)
        sys.stdout.buffer.flush()

    def finish(self) -> None:
        """Nothing is left to do."""

    def abandon(self) -> None:
        """What nobody reads any more is not written again at the end."""
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class OneFile:
    """A file that takes its name only when all the results are in it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._part, self._file = _begin(path)

    def put(self, path: Path, made: bytes) -> None:
        """Write a result."""
        self._file.write(made)

    def finish(self) -> None:
        """Put the file in its place."""
        _end(self._part, self._file, self._path)

    def abandon(self) -> None:
        """Leave nothing behind."""
        self._file.close()
        self._part.unlink(missing_ok=True)


class Folder:
    """A folder that gets a file for each result, named like the file it was made of."""

    def __init__(self, folder: Path, suffix: str, paths: list[Path]) -> None:
        self._folder, self._suffix = folder, suffix
        names = [self._name(path) for path in paths]
        twice = [path for at, path in enumerate(paths) if names[at] in names[:at]]
        if twice:
            raise Unusable(f"{twice[0]}: two files would be written under this name in {folder}.")
        for path in paths:
            if (folder / self._name(path)).resolve() == path.resolve():
                raise Unusable(f"{path}: would be written over; name another folder.")
        _made(folder)

    def put(self, path: Path, made: bytes) -> None:
        """Write the file of a result."""
        target = self._folder / self._name(path)
        part, file = _begin(target)
        try:
            file.write(made)
            _end(part, file, target)
        except BaseException:
            file.close()
            part.unlink(missing_ok=True)
            raise

    def finish(self) -> None:
        """Nothing is left to do."""

    def abandon(self) -> None:
        """The files that are there are complete."""

    def _name(self, path: Path) -> str:
        return path.stem + self._suffix


def to_file_or_standard(name: str | None) -> Output:
    """The file named, or standard output. Raises Unusable."""
    return OneFile(Path(name)) if name else Standard()


def _made(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise Unusable(f"{folder}: cannot be made ({os.strerror(fault.errno or 0)}).") from None


def _begin(path: Path) -> tuple[Path, BinaryIO]:
    """A file beside the one wanted, on the same disk, so that it can take its place in one move."""
    part = path.with_name(f".{path.name[:100]}.{os.getpid()}.part")
    try:
        if path.is_dir():
            raise Unusable(f"{path}: is a folder; name a file.")
        return part, part.open("wb")
    except (OSError, ValueError) as fault:
        reason = os.strerror(fault.errno) if isinstance(fault, OSError) and fault.errno else str(fault)
        raise Unusable(f"{path}: cannot be written ({reason}).") from None


def _end(part: Path, file: BinaryIO, path: Path) -> None:
    file.flush()
    os.fsync(file.fileno())
    file.close()
    part.replace(path)
