"""Writing into the event chain, in the transaction of what happened.

Payloads carry counts, digests and public names only; people stand in it under a pseudonym for each stream.
"""

import hashlib
import hmac
from datetime import datetime
from typing import Any

from sqlmodel import Session

from pb.domain.events import Event, SealedEvent
from pb.domain.ids import crockford
from pb.domain.people import Viewer
from pb.services.deps import Deps
from pb.storage.events import append_event

SITE = "site"


def pseudonym(deps: Deps, stream: str, person_id: str) -> str:
    """A person's name within one stream: the same throughout it, meaningless outside it (60 bits)."""
    mac = hmac.new(deps.keys.secret(), f"pseudonym\0{stream}\0{person_id}".encode(), hashlib.sha256).digest()
    return crockford(int.from_bytes(mac[:8], "big") >> 4, 12).lower()


def record(
    deps: Deps,
    tx: Session,
    stream: str,
    type_: str,
    *,
    viewer: Viewer | None = None,
    role: str = "system",
    at: datetime | None = None,
    **payload: Any,
) -> SealedEvent:
    """Append an event; `role` is what the viewer acted as, `system` for the clock and the command line.

    `at` is given where the minute would tell too much.
    """
    actor = pseudonym(deps, stream, viewer.id) if viewer else None
    event = Event(stream=stream, type=type_, actor=actor, role=role, payload=payload)
    return append_event(tx, event, at=at or deps.clock.now())
