"""Editions: a mark on each round, new with every change of what its pages show, and what is kept by it.

A mark is drawn by lot and never comes again, so that what a transaction read before it was undone is never
taken for what another wrote. It knows no page and no service.
"""

import secrets
from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

from sqlalchemy import ColumnElement, Table, bindparam, literal, select, update
from sqlmodel import Session

from pb.storage.prepared import Prepared, Tx
from pb.storage.tables.rounds import RoundRow
from pb.storage.tables.row import Row

T = TypeVar("T")
_ROUND: Table = Row.metadata.tables[str(RoundRow.__tablename__)]
_edition = select(_ROUND.c.edition).where(_ROUND.c.id == bindparam("round_id"))
_EDITION = {
    "": Prepared(_edition),
    "share": Prepared(_edition.with_for_update(read=True)),
    "update": Prepared(_edition.with_for_update()),
}


def new_edition() -> str:
    """A mark that no round has had."""
    return secrets.token_hex(12)


def edition_of(tx: Tx, round_id: str, *, lock: str = "") -> str | None:
    """The round's edition as it stands now; None where there is no such round, empty where it has none.

    With the lock `update` other writers of the round wait; with `share` only those who would change it.
    """
    row = _EDITION[lock].first(tx, round_id=round_id)
    return None if row is None else row[0] or ""


def renew(tx: Session, *which: ColumnElement[bool]) -> None:
    """Give the rounds that meet the conditions a new edition, each its own: what is kept goes by it alone."""
    own = literal(f"{new_edition()}.").concat(_ROUND.c.id)
    tx.connection().execute(update(_ROUND).where(*which).values(edition=own))


def renew_round(tx: Session, round_id: str) -> None:
    """Something that the round's pages show has changed."""
    renew(tx, _ROUND.c.id == round_id)


def renew_rounds_of(tx: Session, organisation_id: str) -> None:
    """Something that all rounds of an organisation show has changed."""
    renew(tx, _ROUND.c.organisation_id == organisation_id)


class NotKept(Exception):
    """A bare transaction met an edition that nobody has read yet; a session has to read it first."""


class Kept(Generic[T]):
    """What was made from one edition, by edition; the least recently used is let go."""

    def __init__(self, most: int = 128) -> None:
        self._most = most
        self._kept: OrderedDict[str, T] = OrderedDict()
        self._lock = Lock()

    def find(self, edition: str | None) -> T | None:
        with self._lock:
            found = self._kept.get(edition or "")
            if found is not None and edition:
                self._kept.move_to_end(edition)
            return found

    def keep(self, edition: str, made: T) -> T:
        """Keep and return it. An empty edition (a row from before there were any) is not kept."""
        if edition:
            with self._lock:
                self._kept[edition] = made
                while len(self._kept) > self._most:
                    self._kept.popitem(last=False)
        return made
