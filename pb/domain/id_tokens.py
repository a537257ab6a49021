"""ID tokens of council sign-on: which keys may have signed one, what it must say, and whose account it is.

It checks no signature; what a token says is in the clear here, and in memory only.
"""

import hmac
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from pb.domain.files import UNKNOWN, find_area, name_wards
from pb.domain.rounds import Ward
from pb.domain.sign_on import SignOnSettings, Trip, failed
from pb.domain.text import read_email

LEEWAY = timedelta(seconds=60)  # by which two clocks may differ
LONGEST_SUBJECT = 255
# Asymmetric ones alone: never `none`, and never a shared secret, for which a public key might be taken.
KEY_TYPES = {"RS256": "RSA", "ES256": "EC", "EdDSA": "OKP", "Ed25519": "OKP"}
_SHORTEST_MODULUS = 342  # letters of base64 for 2048 bits


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Whose account it is, in the clear: `subject` with its issuer, `email` only where it is confirmed."""

    subject: str = field(repr=False)
    email: str = field(repr=False)
    postcode: str
    ward: str
    is_eligible: bool


def usable_keys(document: Mapping[str, Any], header: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The published keys that may have signed a token with this header. Raises `sign-on-failed`."""
    algorithm, key_id = header.get("alg"), header.get("kid")
    if not isinstance(algorithm, str) or algorithm not in KEY_TYPES:
        raise failed("algorithm")
    keys = document.get("keys")
    return [
        key
        for key in (keys if isinstance(keys, list) else [])
        if isinstance(key, dict)
        and key.get("kty") == KEY_TYPES[algorithm]
        and key.get("use", "sig") == "sig"
        and key.get("alg", algorithm) in (algorithm, "EdDSA", "Ed25519")
        and (key_id is None or key.get("kid") == key_id)
        and not (key["kty"] == "RSA" and len(str(key.get("n"))) < _SHORTEST_MODULUS)
    ]


def check_claims(claims: Mapping[str, Any], settings: SignOnSettings, trip: Trip, now: datetime) -> None:
    """Raises `sign-on-failed` unless a well-signed token is meant for us, now, and for this journey."""
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    party = claims.get("azp", settings.client_id if len(audiences) == 1 else None)
    nonce, subject = claims.get("nonce"), claims.get("sub")
    expires, issued = _moment(claims, "exp"), _moment(claims, "iat")
    not_before = _moment(claims, "nbf") if "nbf" in claims else issued
    signed_in = _moment(claims, "auth_time") if "auth_time" in claims else issued
    wrong = {
        "issuer": claims.get("iss") != settings.issuer,
        "audience": settings.client_id not in audiences,
        "party": party != settings.client_id,
        "nonce": not isinstance(nonce, str) or not _is_same(nonce, trip.nonce),
        "subject": not isinstance(subject, str) or not _is_subject(subject),
        "expired": expires is None or now >= expires + LEEWAY,
        "issued": issued is None or not trip.began_at - LEEWAY <= issued <= now + LEEWAY,
        "not-yet": not_before is None or not_before > now + LEEWAY,
        "signed-in-before": signed_in is None or signed_in < trip.began_at - LEEWAY,
    }
    for reason, is_wrong in wrong.items():
        if is_wrong:
            raise failed(reason)


def _is_same(said: str, wanted: str) -> bool:
    return hmac.compare_digest(said.encode(errors="replace"), wanted.encode())


def _is_subject(text: str) -> bool:
    return 0 < len(text) <= LONGEST_SUBJECT and text.isascii()


def _moment(claims: Mapping[str, Any], name: str) -> datetime | None:
    """A moment in seconds since 1970, or None where it is none."""
    value = claims.get(name)
    if value is None or isinstance(value, bool | str):
        return None
    try:
        return datetime.fromtimestamp(int(value), tz=UTC)  # parts of a second change nothing here
    except (TypeError, OverflowError, ValueError, OSError):
        return None


def read_account(claims: Mapping[str, Any], settings: SignOnSettings) -> Account:
    """Whose account it is, from claims that `check_claims` let pass."""
    email = claims.get("email") if claims.get("email_verified") is True else None
    return Account(
        subject=f"{claims['iss']}\0{claims['sub']}",
        email=(read_email(email) or "") if isinstance(email, str) else "",
        postcode=_text(claims, settings.postcode_claim),
        ward=_text(claims, settings.ward_claim),
        is_eligible=_holds(claims, settings.eligible_claim),
    )


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name) if name else None
    return value if isinstance(value, str) else ""


def _holds(claims: Mapping[str, Any], wanted: str) -> bool:
    """Whether a claim is true, or is or has the value that is wanted; always where none is asked for."""
    name, equals, value = wanted.partition("=")
    if not name:
        return True
    said = claims.get(name)
    if not equals:
        return said is True
    return value in said if isinstance(said, list) else said == value


def ward_of_account(account: Account, wards: Collection[Ward]) -> str | None:
    """The ward's id that an account names, by id or in either language; None where it names none of ours."""
    named = name_wards(list(wards), {str(ward.id): str(ward.id) for ward in wards})
    area = find_area([account.ward], named)
    return None if area in ("", UNKNOWN) else area
