"""The few static files, from memory: names that carry their hash, packed once, kept by browsers for good.

It serves nothing that is not in the folder when the program starts.
"""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

STATIC = Path(__file__).resolve().parents[2] / "static"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webmanifest": "application/manifest+json",
}


@dataclass(frozen=True, slots=True)
class Asset:
    address: str
    media_type: str
    content: bytes
    packed: bytes | None


@cache
def _assets() -> dict[str, Asset]:
    """Every file by its plain name."""
    found = {}
    for path in sorted(STATIC.iterdir()):
        if path.suffix not in _TYPES:
            continue
        content = path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()[:12]
        packed = gzip.compress(content, 9, mtime=0) if path.suffix != ".png" else None
        address = f"/static/{path.stem}.{digest}{path.suffix}"
        found[path.name] = Asset(address, _TYPES[path.suffix], content, packed)
    return found


@cache
def _by_address() -> dict[str, Asset]:
    return {asset.address: asset for asset in _assets().values()}


def address(name: str) -> str:
    """The address of a file, its hash in it: `pb.css` -> `/static/pb.0123456789ab.css`."""
    return _assets()[name].address


@cache
def build() -> str:
    """A short mark of all files together; a page swapped in from another build asks for a full load."""
    return hashlib.sha256("".join(sorted(_by_address())).encode()).hexdigest()[:12]


def respond(request: Request) -> Response | None:
    """The file at the request's path, or None."""
    asset = _by_address().get(request.url.path)
    if asset is None:
        return None
    headers = {
        "cache-control": "public, max-age=31536000, immutable",
        "vary": "Accept-Encoding",
        "cross-origin-resource-policy": "same-origin",
        "x-content-type-options": "nosniff",
    }
    if asset.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
        headers["content-encoding"] = "gzip"
        return Response(asset.packed, headers=headers, media_type=asset.media_type)
    return Response(asset.content, headers=headers, media_type=asset.media_type)
