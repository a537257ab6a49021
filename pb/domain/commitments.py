"""What a ballot's leaf commits to: the ballot in one writing, and a nonce that hides it.

It reads no clock and draws no nonce: both are given.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from pb.domain.events import canonical
from pb.domain.merkle import leaf_hash


def ballot_body(
    *,
    round_id: str,
    ruleset_hash: str,
    ballot_id: str,
    revision: int,
    payload: Mapping[str, Mapping[str, int]],
) -> dict[str, Any]:
    """What is committed to; `payload` is {pot id: {project id: mark}}."""
    return {
        "round_id": round_id,
        "ruleset_hash": ruleset_hash,
        "ballot_id": ballot_id,
        "revision": revision,
        "payload": {pot_id: dict(given) for pot_id, given in payload.items()},
        "channel": "web",
    }


def commit(nonce: bytes, body: Mapping[str, Any]) -> bytes:
    """The leaf, H(0 || SHA-256(nonce || canonical body)): without the nonce no ballot can be tried on it."""
    return leaf_hash(hashlib.sha256(nonce + canonical(body)).digest())
