"""Ed25519 against the test vectors of RFC 8032 (section 7.1), and against another implementation."""

import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from pb.verifier.ed25519 import ORDER, is_signed

# Public key, message, signature.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        "387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
        "4a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.mark.parametrize(("public", "message", "signature"), VECTORS)
def test_the_vectors_of_the_rfc(public: str, message: str, signature: str) -> None:
    key, text, signed = (bytes.fromhex(each) for each in (public, message, signature))
    assert is_signed(key, text, signed)
    assert not is_signed(key, text + b"x", signed)
    for bit in (0, 7, 255, 256, 300, 511):
        changed = int.from_bytes(signed, "little") ^ 1 << bit
        assert not is_signed(key, text, changed.to_bytes(64, "little"))
    assert not is_signed(bytes([key[0] ^ 1, *key[1:]]), text, signed)


def test_a_signature_has_one_writing() -> None:
    key, text, signed = (bytes.fromhex(each) for each in VECTORS[1])
    scalar = int.from_bytes(signed[32:], "little") + ORDER
    assert not is_signed(key, text, signed[:32] + scalar.to_bytes(32, "little"))
    assert not is_signed(key[:31], text, signed)
    assert not is_signed(key, text, signed[:63])
    assert not is_signed(b"\xff" * 32, text, signed)
    assert not is_signed(key, text, b"\xff" * 32 + signed[32:])


@settings(max_examples=15)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=99))
def test_what_another_implementation_signs_is_signed(secret: bytes, message: bytes) -> None:
    key = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(secret).digest())
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    assert is_signed(public, message, signature)
    assert not is_signed(public, message, bytes(64))
