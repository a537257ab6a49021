"""Council sign-on by OpenID Connect: the provider as the deployment knows it, and where people are sent.

It calls nobody, and believes no address of the provider's that is not safe.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import ip_address
from typing import Any
from urllib.parse import SplitResult, urlencode, urlsplit

from pb.domain.refusals import Kind, Refusal
from pb.domain.text import Bilingual, Language

SIGN_ON = "sign-on"
_CODE = re.compile(r"[\x20-\x7e]{1,4096}")
_NEVER_IN_ADDRESSES = frozenset(" \"'<>\\^`{|}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOnSettings:
    """What the deployment says of the council's provider. `eligible_claim` is `name` or `name=value`."""

    issuer: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    name: Bilingual = field(default_factory=Bilingual)
    postcode_claim: str = ""
    ward_claim: str = ""
    eligible_claim: str = ""
    scope: str = "openid email"

    @property
    def tells_place(self) -> bool:
        """Whether the account says where its holder belongs, so that nobody has to be asked."""
        return bool(self.postcode_claim or self.ward_claim)


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoints:
    """The provider's addresses, as its discovery document says."""

    authorization: str
    token: str
    keys: str
    names_itself: bool  # whether it says who it is when it sends people back
    takes_basic: bool  # whether it takes the client's secret in a header


@dataclass(frozen=True, slots=True, kw_only=True)
class Trip:
    """One journey to the provider and back: secrets that nobody else has, and when it began (UTC)."""

    state: str
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    began_at: datetime


def is_code(text: str) -> bool:
    """Whether a provider may have sent people back with that: of what RFC 6749 allows, and no book."""
    return bool(_CODE.fullmatch(text))


def failed(reason: str) -> Refusal:
    """Why the provider's answer is not believed: `reason` is for the log, and names nobody."""
    return Refusal("sign-on-failed", Kind.UNAVAILABLE, reason=reason)


def read_endpoints(document: Mapping[str, Any], issuer: str) -> Endpoints:
    """What a discovery document says. Raises `sign-on-failed` where it is not of this issuer, or not safe."""
    if document.get("issuer") != issuer:
        raise failed("discovery-of-another-issuer")
    named = [document.get(f"{name}_endpoint") for name in ("authorization", "token")]
    named.append(document.get("jwks_uri"))
    safe = [str(each) for each in named if isinstance(each, str) and is_safe_address(each, issuer)]
    if len(safe) != len(named):
        raise failed("discovery-unsafe-address")
    methods = document.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    return Endpoints(
        authorization=safe[0],
        token=safe[1],
        keys=safe[2],
        names_itself=document.get("authorization_response_iss_parameter_supported") is True,
        takes_basic="client_secret_basic" in methods if isinstance(methods, list) else True,
    )


def is_safe_address(address: str, issuer: str) -> bool:
    """Whether people or secrets may be sent there: https; or http where both are on this machine."""
    parts = _split(address)
    if parts is None or parts.fragment or parts.username is not None or not parts.hostname:
        return False
    if parts.scheme == "https":
        return True
    home = _split(issuer)
    return home is not None and all(
        each.scheme == "http" and _is_here(each.hostname or "") for each in (parts, home)
    )


def _split(address: str) -> SplitResult | None:
    if not address.isascii() or not address.isprintable() or set(address) & _NEVER_IN_ADDRESSES:
        return None
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def authorization_address(
    endpoint: str, settings: SignOnSettings, trip: Trip, *, return_to: str, language: Language
) -> str:
    """Where somebody signs in, each time anew: on a shared computer another person may still be signed in."""
    digest = hashlib.sha256(trip.verifier.encode()).digest()
    asked = {
        "response_type": "code",
        "client_id": settings.client_id,
        "redirect_uri": return_to,
        "scope": settings.scope,
        "state": trip.state,
        "nonce": trip.nonce,
        "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
        "code_challenge_method": "S256",
        "prompt": "login",
        "ui_locales": "cy en" if language == "cy" else "en cy",
    }
    return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{urlencode(asked)}"
