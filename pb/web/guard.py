"""What keeps strangers out: cross-site posts refused, form tokens, and the security headers.

It decides nothing about roles; who may do what is for the services.
"""

import base64
import hmac
import secrets
from collections import deque
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import urlsplit

from starlette.responses import Response

SAFE_METHODS = frozenset({"GET", "HEAD"})
_MAC_BYTES = 32
_MASKS = 128

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
    )
)
_HEADERS = (
    ("content-security-policy", CSP),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
)
_RAW_HEADERS = [(name.encode(), value.encode()) for name, value in _HEADERS]
_HSTS = (b"strict-transport-security", b"max-age=63072000; includeSubDomains")
_QUIET = (b"referrer-policy", b"no-referrer")
_NORMAL = (b"referrer-policy", b"strict-origin-when-cross-origin")


class _Masks:
    """Random bytes, drawn for many tokens at once: asking for each would take longer than all the rest."""

    def __init__(self) -> None:
        self._drawn: deque[bytes] = deque()

    def next(self) -> bytes:
        try:
            return self._drawn.pop()
        except IndexError:
            many = secrets.token_bytes(_MAC_BYTES * _MASKS)
            first, *others = [many[at : at + _MAC_BYTES] for at in range(0, len(many), _MAC_BYTES)]
            self._drawn.extend(others)
            return first


_masks = _Masks()


def is_cross_site(headers: Mapping[str, str]) -> bool:
    """Whether a browser says, in a request's headers, that another site sent it.

    `Sec-Fetch-Site` settles it where there is one. Older browsers are judged by `Origin` against `Host`; a
    `null` origin says nothing (our own no-referrer pages send it) and leaves the matter to the form token.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    return origin not in (None, "null") and host_of(origin) != headers.get("host")


def host_of(address: str) -> str | None:
    """The host (and port) that an address in a header names; None where it is no address at all."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return None


def form_token(key: bytes, session_token: str) -> str:
    """A token for forms of this session, masked anew each time so that compression cannot give it away."""
    mask = _masks.next()
    masked = _xor(mask, _mac(key, session_token))
    return base64.urlsafe_b64encode(mask + masked).decode().rstrip("=")


def holds(key: bytes, session_token: str, token: str) -> bool:
    """Whether a form token was made for this session."""
    try:
        joined = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except ValueError:
        return False
    if len(joined) != 2 * _MAC_BYTES:
        return False
    given = _xor(joined[:_MAC_BYTES], joined[_MAC_BYTES:])
    return hmac.compare_digest(given, _mac(key, session_token))


def seal(response: Response, *, secure: bool, quiet: bool) -> None:
    """Add the security headers; `quiet` pages tell nobody where their reader came from."""
    response.raw_headers.extend(_RAW_HEADERS)
    response.raw_headers.append(_QUIET if quiet else _NORMAL)
    if secure:
        response.raw_headers.append(_HSTS)


@lru_cache(4_096)  # one page asks several times, and those who vote ask for page after page
def _mac(key: bytes, session_token: str) -> bytes:
    return hmac.digest(key, b"form token\0" + session_token.encode(errors="replace"), "sha256")


def _xor(some: bytes, other: bytes) -> bytes:
    return (int.from_bytes(some) ^ int.from_bytes(other)).to_bytes(_MAC_BYTES)
