"""Hashes of who people are, under the round's own key: the same person is the same hash, and no more.

The key lies outside the database and is destroyed at the close; without it a hash tells nothing.
"""

import hashlib
import hmac

from pb.domain.proofs import CONTACT, Key
from pb.services.deps import Deps


def keyed(deps: Deps, round_id: str, kind: str, value: str) -> str:
    """The hash of a value of a kind, such as ("contact", "email:a@b.example"), 64 hexadecimal digits."""
    key = deps.keys.proof_key(round_id)
    return hmac.new(key, f"{kind}\0{value}".encode(), hashlib.sha256).hexdigest()


def key_for(deps: Deps, round_id: str, kind: str, value: str) -> Key:
    """The same as what a voter is known by; of a contact the kind says which it is."""
    return Key(value.partition(":")[0] if kind == CONTACT else kind, keyed(deps, round_id, kind, value))
