"""Taking away what a database keeps of earlier states of rows, once a box is closed.

While voting was open, those states told which code and which ballot were written by one transaction.
"""

from pb.storage.db import Database

# Tables that are written while people vote, each with the index in whose order it lies afterwards.
WRITTEN_BY_VOTES = (
    ("ballot", "pk_ballot"),
    ("draft_ballot", "pk_draft_ballot"),
    ("credential", "pk_credential"),
    ("code_batch", "pk_code_batch"),
    ("voter_session", "pk_voter_session"),
    ("voter_key", "pk_voter_key"),
    ("sent_code", "pk_sent_code"),
    ("reminder", "pk_reminder"),
    ("code_lock", "pk_code_lock"),
    ("message_count", "pk_message_count"),
    ("desk_count", "pk_desk_count"),
    ("elector", "pk_elector"),
)


def forget(db: Database) -> bool:
    """Leave nothing but the present state; False where that could not be done now."""
    db.forget_past()
    return db.rewrite_tables(WRITTEN_BY_VOTES)
