"""Signing records: with a key that lies beside the other keys, outside the database (Ed25519).

The public key is published when voting opens, so that nobody can sign a record with another one afterwards.
"""

import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pb.domain.events import canonical
from pb.services.deps import Deps


def public_key(deps: Deps) -> str:
    """The key with which anybody can check our signatures: 32 bytes, hexadecimal."""
    return _key(deps).public_key().public_bytes_raw().hex()


def key_id(public: str) -> str:
    """A short name for a public key: the first 16 digits of its SHA-256."""
    return hashlib.sha256(bytes.fromhex(public)).hexdigest()[:16]


def signature_file(deps: Deps, manifest: bytes) -> bytes:
    """The file that signs a manifest; the same bytes for the same manifest. Source: RFC 8032."""
    public = public_key(deps)
    signature = _key(deps).sign(manifest).hex()
    return canonical({"key": key_id(public), "public": public, "signature": signature})


def _key(deps: Deps) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(deps.keys.signing_secret())
