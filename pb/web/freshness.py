"""How long a response may be kept and how it is packed: no-store or an entity tag, and gzip.

It changes no content. Answers to posts echo what was typed and are never packed next to a secret.
"""

import gzip
import hashlib

from starlette.requests import Request
from starlette.responses import Response

from pb.web.memory import Memory

PUBLIC_SECONDS = 15
_LEAST_BYTES = 1_000
_TEXT = ("text/", "application/json", "application/javascript", "image/svg+xml")


class Packed:
    """Public pages packed once: the gzip of a body by its entity tag."""

    def __init__(self, most: int = 256) -> None:
        self._by_tag: Memory[bytes] = Memory(most)

    def of(self, tag: str, body: bytes) -> bytes:
        return self._by_tag.find(tag, lambda: gzip.compress(body, 6, mtime=0))


def keep_private(request: Request, response: Response) -> Response:
    """Mark a response as one person's own: kept nowhere. Packed only where it answers a plain GET."""
    response.headers["cache-control"] = "no-store"
    if request.method == "GET" and not request.scope["query_string"] and _is_packable(request, response):
        _replace_body(response, pack(bytes(response.body)))
    return response


def pack(body: bytes) -> bytes:
    """One person's own page as gzip, at once: it is packed for one reading."""
    return gzip.compress(body, 1, mtime=0)


def share(request: Request, response: Response, packed: Packed) -> Response:
    """Let caches keep a page that is the same for everybody, and tell them when it has not changed."""
    if response.status_code != 200 or not hasattr(response, "body") or "cache-control" in response.headers:
        response.headers.setdefault("cache-control", "no-store")
        return response
    tag = f'W/"{hashlib.blake2b(response.body, digest_size=12).hexdigest()}"'
    response.headers["etag"] = tag
    response.headers["cache-control"] = f"public, max-age={PUBLIC_SECONDS}"
    response.headers["vary"] = "Accept-Encoding, Cookie, HX-Request-Type"
    if _is_packable(request, response):
        _replace_body(response, packed.of(tag, bytes(response.body)))
    return response


def unless_known(request: Request, response: Response) -> Response:
    """304 instead of a page that the reader's browser has already; `response` itself stays as it is."""
    known = request.headers.get("if-none-match")
    if known is None or response.status_code != 200:
        return response
    if response.headers.get("etag") not in [part.strip() for part in known.split(",")]:
        return response
    short = Response(status_code=304)
    of_the_body = (b"content-type", b"content-length", b"content-encoding")
    short.raw_headers = [header for header in response.raw_headers if header[0] not in of_the_body]
    return short


def _is_packable(request: Request, response: Response) -> bool:
    return (
        isinstance(getattr(response, "body", None), bytes)
        and len(response.body) >= _LEAST_BYTES
        and response.headers.get("content-type", "").startswith(_TEXT)
        and "content-encoding" not in response.headers
        and "gzip" in request.headers.get("accept-encoding", "")
    )


def _replace_body(response: Response, packed: bytes) -> None:
    response.body = packed
    response.headers["content-encoding"] = "gzip"
    response.headers["content-length"] = str(len(packed))
