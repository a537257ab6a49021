"""Statements compiled once and run on the bare driver: for the few that every vote needs several times over.

It knows no tables. Mapped rows cost some twenty times as much, and compiling a statement each time about ten.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import Executable
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine
from sqlmodel import Session

_TEXTS = 1_000  # how many of a column are remembered


@dataclass(frozen=True, slots=True)
class Bare:
    """A transaction of the driver itself: its cursor, and the dialect that says how to speak to it."""

    cursor: Any  # of DB-API 2, which has no type of its own
    dialect: Dialect


Tx = Session | Bare
"""Where a prepared statement can run; statements that are not prepared need a Session."""


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A statement for one kind of database: `names` are None where parameters go by name."""

    text: str
    names: tuple[str, ...] | None
    constants: Mapping[str, Any]
    binders: Mapping[str, Callable[[Any], Any]]
    readers: tuple[tuple[int, Callable[[Any], Any]], ...]


class Prepared:
    """A statement whose parameters are `bindparam`s; what is constant in it stays as it was written.

    `postgresql` is how it is built for PostgreSQL, where SQLAlchemy wants it built otherwise.
    """

    def __init__(self, statement: Executable, *, postgresql: Executable | None = None) -> None:
        self._statement = statement
        self._postgresql = statement if postgresql is None else postgresql
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, tx: Tx, **values: Any) -> list[tuple[Any, ...]]:
        """Every row, as plain values in the order of the columns."""
        cursor, found = self._run(tx, values)
        rows = cursor.fetchall()
        return [_read(row, found.readers) for row in rows] if found.readers else rows

    def first(self, tx: Tx, **values: Any) -> tuple[Any, ...] | None:
        """The first row, or None."""
        cursor, found = self._run(tx, values)
        row = cursor.fetchone()
        return _read(row, found.readers) if row is not None and found.readers else row

    def do(self, tx: Tx, **values: Any) -> None:
        """Run a statement that gives no rows."""
        self._run(tx, values)

    def _run(self, tx: Tx, values: dict[str, Any]) -> tuple[Any, _Compiled]:
        cursor, dialect = (tx.cursor, tx.dialect) if isinstance(tx, Bare) else _of_session(tx)
        found = self._compiled.get(dialect.paramstyle)  # each way of speaking to a database has its own
        if found is None:
            statement = self._postgresql if dialect.name == "postgresql" else self._statement
            found = self._compiled[dialect.paramstyle] = _compile(statement, dialect)
        for name, bind in found.binders.items():
            if name in values:
                values[name] = bind(values[name])
        if found.constants:
            values = {**found.constants, **values}
        given = values if found.names is None else [values[name] for name in found.names]
        try:
            cursor.execute(found.text, given)
        except dialect.loaded_dbapi.Error as fault:
            raise _told(fault, found, dialect) from None  # as any other statement would have failed
        return cursor, found


def _of_session(tx: Session) -> tuple[Any, Dialect]:
    connection = tx.connection()
    return connection.connection.cursor(), connection.dialect


def _compile(statement: Executable, dialect: Dialect) -> _Compiled:
    compiled = statement.compile(dialect=dialect)  # type: ignore[attr-defined] # every statement of Core has it
    if not isinstance(compiled, SQLCompiler):
        raise TypeError("only statements with SQL of their own can be prepared")
    binds = {compiled.bind_names[bind]: bind for bind in compiled.bind_names}
    made = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in binds.items()}
    columns = [entry.type.dialect_impl(dialect) for entry in getattr(compiled, "_result_columns", [])]
    read = [(at, _reader(kind, dialect)) for at, kind in enumerate(columns)]
    return _Compiled(
        text=compiled.string,
        names=tuple(compiled.positiontup) if compiled.positiontup is not None else None,
        constants={name: bind.value for name, bind in binds.items() if not bind.required},
        binders={name: bind for name, bind in made.items() if bind is not None},
        readers=tuple((at, reader) for at, reader in read if reader is not None),
    )


def _reader(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """How values of a column are read; lists come as tuples, and SQLite's texts are read once."""
    read = kind.result_processor(dialect, None)
    if read is None or not isinstance(kind, JSON):
        return read

    def unchanging(value: Any) -> Any:
        found = read(value)
        return tuple(found) if isinstance(found, list) else found

    return lru_cache(_TEXTS)(unchanging) if dialect.name == "sqlite" else unchanging


def _told(fault: Exception, found: _Compiled, dialect: Dialect) -> BaseException:
    """The failure as SQLAlchemy tells it, without what people typed."""
    kind = dialect.loaded_dbapi.Error
    return DBAPIError.instance(found.text, None, fault, kind, hide_parameters=True, dialect=dialect)


def _read(row: tuple[Any, ...], readers: tuple[tuple[int, Callable[[Any], Any]], ...]) -> tuple[Any, ...]:
    values = list(row)
    for at, reader in readers:
        values[at] = reader(values[at])
    return tuple(values)
