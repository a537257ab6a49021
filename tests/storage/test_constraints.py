"""Each named constraint of the tables, violated once on both databases: the database has the last word.

Keys and references are found in the tables themselves; every check must have a row here that breaks it.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Table,
    UniqueConstraint,
    delete,
    insert,
    null,
    select,
)
from sqlalchemy.exc import DBAPIError, IntegrityError

from pb.storage.db import Database
from pb.storage.migrate import migrate
from pb.storage.tables import METADATA
from tests.world import NOON

LATER = NOON + timedelta(days=1)
ROWS: dict[str, dict[str, Any]] = {
    "organisation": {"id": "o", "name_cy": "C", "name_en": "C", "four_eyes": True, "created_at": NOON},
    "person": {"id": "p", "email": "p@cwm.example", "name": "P", "language": "cy", "created_at": NOON},
    "ward": {"id": "w", "organisation_id": "o", "name_cy": "W", "name_en": "W"},
    "membership": {
        "organisation_id": "o", "person_id": "p", "role": "teller", "round_id": "r", "created_at": NOON,
    },
    "session": {"token_hash": "s", "person_id": "p", "started_at": NOON, "seen_at": NOON},
    "mail_token": {
        "token_hash": "m", "purpose": "reset", "email": "p@cwm.example", "person_id": "p",
        "organisation_id": "o", "created_at": NOON, "expires_at": LATER,
    },
    "round": {
        "id": "r", "organisation_id": "o", "name_cy": "R", "name_en": "R", "summary_cy": "", "summary_en": "",
        "contact": "", "ballot_type": "approval", "ballot_limits": {}, "rule_id": "most-votes",
        "rule_params": {}, "currency": "GBP", "minor_digits": 2, "created_at": NOON,
        "proposals_open_at": NOON, "proposals_close_at": LATER, "voting_open_at": NOON,
        "voting_close_at": LATER,
    },
    "pot": {
        "id": "t", "round_id": "r", "position": 0, "name_cy": "", "name_en": "", "amount_pence": 1,
        "ward_id": "w", "theme_cy": "", "theme_en": "",
    },
    "proposal": {
        "id": "g", "round_id": "r", "number": 1, "author_id": "p", "author_name": "", "status": "draft",
        "language": "cy", "title": "", "summary": "", "description": "", "amount_pence": 0, "breakdown": [],
        "pot_id": "t", "ward_id": "w", "goals": [], "translated_title": "", "translated_summary": "",
        "cost_pence": 0, "reason_cy": "", "reason_en": "", "reviewed_by": "p", "paper_id": "7", "search": "",
        "created_at": NOON,
    },
    "code_batch": {"id": "b", "round_id": "r", "label": "", "pot_ids": [], "count": 1, "issued_at": NOON},
    "credential": {
        "round_id": "r", "selector": "AAAAA", "batch_id": "b", "verifier": "", "status": "issued",
        "has_voted": False,
    },
    "voter_session": {
        "token_hash": "v", "round_id": "r", "selector": "AAAAA", "started_at": NOON, "seen_at": NOON,
    },
    "voter_key": {"round_id": "r", "key_hash": "k", "selector": "AAAAA"},
    "sent_code": {
        "token_hash": "c", "round_id": "r", "proof": "email", "key_hashes": [], "area": "", "code_hash": "",
        "tries": 0, "sent_at": NOON,
    },
    "desk_count": {"round_id": "r", "person_id": "p", "count": 1},
    "code_lock": {
        "round_id": "r", "code_digest": "l", "since": NOON, "count": 1, "locks": 0, "wrong_at": NOON,
    },
    "wrong_codes": {"round_id": "r", "slot_at": NOON, "count": 1},
    "reminder": {"round_id": "r", "voter_hash": "h", "sealed": "", "attempts": 0},
    "message_count": {
        "round_id": "", "digest": "l", "since": NOON, "count": 1, "locks": 0, "forgotten_at": NOON,
    },
    "sent_texts": {"round_id": "r", "slot_at": NOON, "count": 1},
    "postcode_table": {
        "id": "d", "organisation_id": "o", "is_used": True, "file_digest": "", "postcode_count": 1,
        "outside_count": 0, "read_at": NOON,
    },
    "elector_table": {
        "id": "e", "round_id": "r", "is_used": True, "file_digest": "", "source": "", "fields": "surname",
        "elector_count": 1, "read_at": NOON, "read_by": "p",
    },
    "elector": {"table_id": "e", "key_hash": "k", "contact_hash": "c", "area": "w"},
    "postcode": {"table_id": "d", "postcode": "SA991AA", "area": "w"},
    "ballot": {
        "id": "x", "round_id": "r", "handle": "h", "revision": 1, "state": "current", "payload": "{}",
        "nonce": "", "leaf": "aa", "receipt": "",
    },
    "box_batch": {
        "round_id": "r", "batch_no": 1, "sealed_hour": NOON, "size": 1, "merkle_root": "", "prev_hash": "",
    },
    "draft_ballot": {"round_id": "r", "handle": "h", "payload": "{}"},
    "outcome": {
        "pot_id": "t", "round_id": "r", "contest": "{}", "contest_digest": "", "outcome": "{}",
        "outcome_digest": "", "counted_at": NOON, "counted_by": "p",
    },
    "job": {
        "id": "j", "round_id": "r", "kind": "count", "state": "done", "task": {}, "asked_by": "p",
        "asked_at": NOON, "attempts": 1, "done_count": 0, "part": 1, "parts": 1,
    },
    "comparison": {
        "pot_id": "t", "round_id": "r", "outcome_digest": "", "comparison": "{}", "comparison_digest": "",
        "margins": "{}", "margins_digest": "", "made_at": NOON,
    },
    "rehearsal": {
        "round_id": "r", "asked": {}, "projects": [], "comparison": "{}", "made_at": NOON,
    },
    "turnout": {"round_id": "r", "counted": 0, "superseded": 0, "root": ""},
    "event": {
        "stream": "r", "seq": 1, "type": "", "at": "", "role": "", "payload": "{}", "prev": "", "hash": "",
    },
    "stream_head": {"stream": "r", "seq": 1, "hash": ""},
}  # fmt: skip
BROKEN_CHECKS: dict[str, dict[str, Any]] = {
    "ck_person_language": {"language": "fr"},
    "ck_membership_role": {"role": "king", "round_id": None},
    "ck_membership_round_of_teller": {"role": "owner"},
    "ck_desk_count_count": {"count": 0},
    "ck_mail_token_purpose": {"purpose": "spam"},
    "ck_round_box_mode": {"box_mode": "ajar"},
    "ck_round_which_counts": {"which_counts": "both"},
    "ck_round_minimum_age": {"minimum_age": 4},
    "ck_round_proposal_dates": {"proposals_close_at": NOON},
    "ck_round_voting_dates": {"voting_close_at": NOON},
    "ck_round_counted_before_published": {"published_at": NOON},
    "ck_pot_amount": {"amount_pence": 0},
    "ck_pot_largest_request": {"largest_request_pence": 0},
    "ck_proposal_language": {"language": "fr"},
    "ck_proposal_status": {"status": "lost"},
    "ck_proposal_amount": {"amount_pence": -1},
    "ck_proposal_cost": {"cost_pence": -1},
    "ck_code_batch_count": {"count": 0},
    "ck_credential_status": {"status": "spent"},
    "ck_ballot_state": {"state": "lost"},
    "ck_box_batch_size": {"size": 0},
    "ck_job_state": {"state": "lost"},
    "ck_job_worker": {"worker": "w", "lease_until": NOON},
    "ck_job_lease": {"lease_until": NOON},
    "ck_job_failure": {"failure": "{}"},
}
SECOND = ("organisation", "person", "round", "pot")  # what tables with no key of their own refer to
Case = tuple[Table, str, Mapping[str, Any]]


@pytest.fixture
def filled(database: Database) -> Database:
    """A row in every table, each referring to the others wherever it can."""
    migrate(database)
    with database.write() as tx:
        for table in METADATA.sorted_tables:
            tx.connection().execute(insert(table).values(ROWS[table.name]))
            if table.name in SECOND:
                tx.connection().execute(insert(table).values(fresh_keys(table, number=2)))
    return database


def fresh_keys(table: Table, *, number: int = 3) -> dict[str, Any]:
    """The row again under another key, so that only what is changed besides can be wrong with it."""
    unique = {
        column.name for each in table.constraints if isinstance(each, UniqueConstraint) for column in each
    }
    row = dict(ROWS[table.name])
    for column in table.columns:
        if column.foreign_keys and column.primary_key:
            row[column.name] += "2"
        elif column.primary_key or (column.name in unique and not column.foreign_keys):
            row[column.name] = _another(row[column.name], number)
    return row


def _another(value: Any, number: int) -> Any:
    if isinstance(value, datetime):
        return value + timedelta(minutes=number)
    return number if isinstance(value, int) else f"{value}{number}"


def violations() -> Iterator[Case]:
    """Table, constraint, and a row that breaks that constraint and no other."""
    for table in METADATA.sorted_tables:
        yield table, f"pk_{table.name}", _only_key_taken(table)
        for constraint in table.constraints:
            name, row = str(constraint.name), fresh_keys(table)
            if isinstance(constraint, UniqueConstraint):
                same = {column.name for column in constraint.columns}
                yield table, name, row | {each: ROWS[table.name][each] for each in same}
            elif isinstance(constraint, ForeignKeyConstraint):
                yield table, name, row | {column.name: "nobody" for column in constraint.columns}
            elif isinstance(constraint, CheckConstraint):
                yield table, name, row | BROKEN_CHECKS[name]


def _only_key_taken(table: Table) -> dict[str, Any]:
    return fresh_keys(table) | {column.name: ROWS[table.name][column.name] for column in table.primary_key}


def test_each_constraint_is_kept_by_the_database(filled: Database) -> None:
    refused = []
    for table, name, row in violations():
        with pytest.raises(IntegrityError) as caught, filled.write() as tx:
            tx.connection().execute(insert(table).values(row))
        assert is_about(caught.value, table, name), f"{name}: {caught.value.orig}"
        refused.append(name)
    assert len(refused) > 60
    assert set(BROKEN_CHECKS) < set(refused)


def is_about(error: IntegrityError, table: Table, name: str) -> bool:
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is not None:
        return bool(diagnosis.constraint_name == name)
    said = str(error.orig)
    if name.startswith("ck_"):
        return name in said
    if name.startswith("fk_"):
        return said == "FOREIGN KEY constraint failed"
    if name == "pk_event":  # the trigger is asked before the key
        return said == "events are append-only"
    columns = table.primary_key if name.startswith("pk_") else _columns_of(table, name)
    return said == "UNIQUE constraint failed: " + ", ".join(f"{table.name}.{each.name}" for each in columns)


def _columns_of(table: Table, name: str) -> Any:
    return next(each.columns for each in table.constraints if str(each.name) == name)  # type: ignore[attr-defined] # unique ones have


def test_what_must_be_there_is_there(filled: Database) -> None:
    for table in METADATA.sorted_tables:
        for column in table.columns:
            if not column.nullable and column.name in ROWS[table.name]:
                with pytest.raises(IntegrityError), filled.write() as tx:
                    tx.connection().execute(insert(table).values(fresh_keys(table) | {column.name: null()}))


def test_nothing_that_is_referred_to_can_be_removed(filled: Database) -> None:
    referred = {key.column.table for table in METADATA.sorted_tables for key in table.foreign_keys}
    assert {table.name for table in referred} == {
        "organisation", "person", "ward", "round", "pot", "code_batch", "postcode_table", "elector_table",
    }  # fmt: skip
    for table in referred:
        with pytest.raises(IntegrityError), filled.write() as tx:
            tx.connection().execute(delete(table))


CHANGES = ["UPDATE event SET type = 'x'", "DELETE FROM event", "DELETE FROM event WHERE stream = 'r'"]
ONLY_SQLITE = [
    "INSERT OR REPLACE INTO event (stream, seq, type, at, role, payload, prev, hash)"
    " VALUES ('r', 1, 'x', '', '', '{}', '', '')"
]
ONLY_POSTGRES = [
    "TRUNCATE event",
    "INSERT INTO event (stream, seq, type, at, role, payload, prev, hash)"
    " VALUES ('r', 1, 'x', '', '', '{}', '', '') ON CONFLICT (stream, seq) DO UPDATE SET type = 'x'",
]


def test_events_only_grow(filled: Database) -> None:
    for statement in [*CHANGES, *(ONLY_SQLITE if filled.is_sqlite else ONLY_POSTGRES)]:
        with pytest.raises(DBAPIError, match="append-only"), filled.write() as tx:
            tx.connection().exec_driver_sql(statement)
    event = METADATA.tables["event"]
    with filled.read() as tx:
        (kept,) = tx.connection().execute(select(event)).mappings()
    assert {name: kept[name] for name in ROWS["event"]} == ROWS["event"]
