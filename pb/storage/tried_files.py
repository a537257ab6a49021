"""Files that an organiser brings, line by line: one of an owner is in use, one is being tried.

It knows neither what a file is about nor what its lines say.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, Table, delete, insert, select, update
from sqlmodel import Session

CHUNK = 1_000


@dataclass(frozen=True, slots=True)
class TriedFiles:
    """`files` has a row for each file, with `id` and `is_used`; `lines` name theirs as `table_id`."""

    files: Table
    lines: Table
    owner: str  # the column of `files` that says whose it is

    def put(self, tx: Session, facts: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]) -> None:
        """Save a file to be tried, in place of any that was; its lines in an order that tells nothing."""
        self._remove(tx, facts[self.owner], is_used=False)
        tx.connection().execute(insert(self.files).values(**facts))
        rows = [{"table_id": facts["id"], **line} for line in lines]
        for start in range(0, len(rows), CHUNK):
            tx.connection().execute(insert(self.lines), rows[start : start + CHUNK])

    def load(self, tx: Session, owner_id: str, *, is_used: bool) -> dict[str, Any] | None:
        """The facts of the file in use, or of the one being tried."""
        row = (
            tx.connection().execute(select(self.files).where(*self._of(owner_id, is_used))).mappings().first()
        )
        return None if row is None else {name: row[name] for name in row if name != self.owner}

    def put_used(self, tx: Session, owner_id: str, file_id: str) -> None:
        """Put the file that was being tried in use, in place of the one before."""
        self._remove(tx, owner_id, is_used=True)
        mine = (self.files.c.id == file_id, *self._of(owner_id, is_used=False))
        tx.connection().execute(update(self.files).where(*mine).values(is_used=True))

    def select_used(self, owner_id: str, *columns: Column[Any]) -> Select[Any]:
        """Something of the lines of the file in use."""
        joined = self.lines.join(self.files, self.files.c.id == self.lines.c.table_id)
        return select(*columns).select_from(joined).where(*self._of(owner_id, is_used=True))

    def erase_lines(self, tx: Session, owner_id: str) -> None:
        """Forget the lines of both files; that there were such files stays."""
        own = select(self.files.c.id).where(self.files.c[self.owner] == owner_id)
        tx.connection().execute(delete(self.lines).where(self.lines.c.table_id.in_(own)))

    def _of(self, owner_id: str, is_used: bool) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        return self.files.c[self.owner] == owner_id, self.files.c.is_used.is_(is_used)

    def _remove(self, tx: Session, owner_id: str, *, is_used: bool) -> None:
        old = select(self.files.c.id).where(*self._of(owner_id, is_used))
        tx.connection().execute(delete(self.lines).where(self.lines.c.table_id.in_(old)))
        tx.connection().execute(delete(self.files).where(*self._of(owner_id, is_used)))
