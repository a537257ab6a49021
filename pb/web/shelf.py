"""Public pages as they were answered a moment ago, for everybody who asks in the same moment.

It keeps nothing that was made for one person: only answers that any cache may keep come here.
"""

from collections import OrderedDict
from threading import Lock
from time import monotonic

from starlette.requests import Request
from starlette.responses import Response

from pb.web import language

_PERSONAL = (b"pb_session", b"pb_voter", b"pb_notice")
_MOST_BYTES = 256 * 1024
Key = tuple[str, bytes, bool]


class Shelf:
    """Finished answers by address, for `seconds`; none at all with 0. The least recently used is let go."""

    def __init__(self, seconds: float, most: int = 256) -> None:
        self._seconds = seconds
        self._most = most
        self._kept: OrderedDict[Key, tuple[float, Response]] = OrderedDict()
        self._lock = Lock()

    def find(self, request: Request) -> Response | None:
        """An answer of this moment to the same question, or None."""
        key = self._key(request)
        if key is None:
            return None
        with self._lock:
            kept = self._kept.get(key)
            if kept is None or monotonic() - kept[0] > self._seconds:
                return None
            self._kept.move_to_end(key)
            return kept[1]

    def keep(self, request: Request, response: Response) -> None:
        """Put a finished answer here, if any cache could have kept it."""
        key = self._key(request)
        if key is None or not _is_for_everybody(response):
            return
        with self._lock:
            self._kept[key] = (monotonic(), response)
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def _key(self, request: Request) -> Key | None:
        if not self._seconds or request.scope["method"] != "GET":
            return None
        packs = False
        for name, value in request.scope["headers"]:
            if name == b"cookie" and any(word in value for word in _PERSONAL):
                return None
            if name == b"hx-request-type" and value != b"full":
                return None
            if name == b"referer" and _makes_a_choice(request):
                return None
            if name == b"accept-encoding":
                packs = b"gzip" in value
        return request.scope["path"], request.scope["query_string"], packs


def _makes_a_choice(request: Request) -> bool:
    """Whether the reader has just switched the language, which the answer is to remember."""
    spoken, _ = language.split_path(request.scope["path"])
    return spoken is not None and language.is_chosen_here(request, spoken)


def _is_for_everybody(response: Response) -> bool:
    return (
        response.status_code == 200
        and response.headers.get("cache-control", "").startswith("public")
        and "set-cookie" not in response.headers
        and len(getattr(response, "body", b"")) in range(1, _MOST_BYTES)
    )
