"""The secrets that live outside the database and its backups: a folder of small files.

A link key ties codes to ballots while a round is open; destroying it at the close makes the vote secret.
A proof key hashes who people proved to be, and goes with it.
"""

import contextlib
import os
import secrets
from pathlib import Path
from typing import Protocol

KEY_BYTES = 32


class Keys(Protocol):
    def secret(self) -> bytes:
        """The deployment's own key, for tokens in forms and pseudonyms (32 bytes)."""

    def link_key(self, round_id: str) -> bytes | None:
        """The key that makes handles in a round; None once destroyed (or before it is made)."""

    def make_link_key(self, round_id: str) -> None:
        """Make a round's link key, if it has none."""

    def destroy_link_key(self, round_id: str) -> None:
        """Overwrite and remove a round's link key. Nothing happens where there is none."""

    def proof_key(self, round_id: str) -> bytes:
        """The key that hashes who people proved to be in a round; made at the first call (32 bytes)."""

    def destroy_proof_key(self, round_id: str) -> None:
        """The same as `destroy_link_key`, for the proof key."""

    def signing_secret(self) -> bytes:
        """The secret half of the key that signs records; made at the first call (32 bytes)."""

    def tie_secret(self, round_id: str) -> bytes:
        """The secret committed to when voting opens; made at the first call (32 bytes)."""


class KeyFolder:
    """Keys as files that only the owner can read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def secret(self) -> bytes:
        return self._read_or_make(self._folder / "secret.key")

    def link_key(self, round_id: str) -> bytes | None:
        try:
            file = os.open(self._name("link", round_id), os.O_RDONLY)
        except FileNotFoundError:
            return None
        try:  # asked for on every page of a vote: no more calls than it needs
            return os.read(file, KEY_BYTES)
        finally:
            os.close(file)

    def make_link_key(self, round_id: str) -> None:
        self._read_or_make(self._path("link", round_id))

    def destroy_link_key(self, round_id: str) -> None:
        self._destroy(self._path("link", round_id))

    def proof_key(self, round_id: str) -> bytes:
        return self._read_or_make(self._path("proof", round_id))

    def destroy_proof_key(self, round_id: str) -> None:
        self._destroy(self._path("proof", round_id))

    def _destroy(self, path: Path) -> None:
        if not path.exists():
            return
        with path.open("r+b") as file:
            file.write(bytes(32))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
        _sync_folder(self._folder)

    def signing_secret(self) -> bytes:
        return self._read_or_make(self._folder / "signing.key")

    def tie_secret(self, round_id: str) -> bytes:
        return self._read_or_make(self._path("ties", round_id))

    def _path(self, kind: str, round_id: str) -> Path:
        return Path(self._name(kind, round_id))

    def _name(self, kind: str, round_id: str) -> str:
        if not round_id.isalnum():  # it becomes a file's name
            raise ValueError("not a round's id")
        return f"{self._folder}/{kind}-{round_id}.key"

    def _read_or_make(self, path: Path) -> bytes:
        if not path.exists():
            made = path.with_suffix(f".{secrets.token_hex(8)}.new")
            with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(secrets.token_bytes(32))
                file.flush()
                os.fsync(file.fileno())
            with contextlib.suppress(FileExistsError):
                os.link(made, path)  # the first to come wins, whole
            made.unlink()
            _sync_folder(self._folder)
        return path.read_bytes()


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
