"""The signature of an ID token, by the keys that the provider publishes.

It judges no claim, and fetches nothing.
"""

import base64
import json
import warnings
from collections.abc import Mapping
from typing import Any

from joserfc import jwk, jws, jwt
from joserfc.errors import JoseError, SecurityWarning

from pb.domain.id_tokens import KEY_TYPES, usable_keys
from pb.domain.sign_on import failed

LONGEST_TOKEN = 16 * 1024


def may_know_signer(token: str, keys: Mapping[str, Any]) -> bool:
    """Whether any published key may have signed the token. Raises `sign-on-failed` for what is no token."""
    return bool(usable_keys(keys, _header(token)))


def read_token(token: str, keys: Mapping[str, Any]) -> dict[str, Any]:
    """The claims of a token that one of the keys has signed. Raises `sign-on-failed`."""
    for data in usable_keys(keys, _header(token)):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", SecurityWarning)  # of the older name of Ed25519
                key = jwk.import_key(data)
                registry = jws.JWSRegistry(algorithms=list(KEY_TYPES), strict_check_header=False)
                return jwt.decode(token, key, registry=registry).claims
        except (JoseError, ValueError, TypeError, KeyError, RecursionError):
            continue
    raise failed("signature")


def _header(token: str) -> dict[str, Any]:
    first = token.split(".", 1)[0] if token.isascii() and len(token) <= LONGEST_TOKEN else ""
    try:
        header = json.loads(base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)))
    except (ValueError, RecursionError):
        raise failed("no-token") from None
    if not isinstance(header, dict):
        raise failed("no-token")
    return header
