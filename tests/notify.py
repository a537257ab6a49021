"""A stand-in for GOV.UK Notify on this machine: checks tokens as the real one does, and answers as told."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

SERVICE = "26785a09-ab16-4eb0-8407-a37497a57506"
SECRET = "3d844edf-8d35-48ac-975b-e847b4f122b0"
API_KEY = f"cyngor-prawf-{SERVICE}-{SECRET}"
TEMPLATE = "f33517ff-2a88-4f6e-b855-c550268ce08a"
Fault = tuple[int, str, str]


@dataclass
class FakeNotify:
    """What came, and what is answered: `fault` is a status, a kind and a message; `broken` a whole body."""

    now: datetime
    url: str = ""
    taken: list[dict[str, Any]] = field(default_factory=list)
    fault: Fault | None = None
    template: str = "((message))"
    broken: bytes | None = None

    def answer(self, method: str, path: str, authorization: str, body: bytes) -> tuple[int, dict[str, Any]]:
        if not self._is_known(authorization):
            return refused(403, "AuthError", "Invalid token: API key not found")
        if self.fault is not None:
            return refused(*self.fault)
        where = urlsplit(path)
        if method == "GET" and where.path == "/v2/notifications":
            asked = parse_qs(where.query)["reference"][0]
            return 200, {"notifications": [each for each in self.taken if each.get("reference") == asked]}
        if method == "GET" and where.path == f"/v2/template/{TEMPLATE}":
            return 200, {"id": TEMPLATE, "type": "sms", "body": self.template}
        if method != "POST" or where.path != "/v2/notifications/sms":
            return refused(404, "NoResultFound", "No result found")
        given = json.loads(body)
        if given["template_id"] != TEMPLATE or set(given["personalisation"]) != {"message"}:
            return refused(400, "BadRequestError", "Template not found")
        self.taken.append(given)
        return 201, {"id": "740e5834-3a29-46b4-9a6f-16142fde533a"}

    def _is_known(self, authorization: str) -> bool:
        kind, _, token = authorization.partition(" ")
        head, payload, signature = token.split(".")
        wanted = hmac.digest(SECRET.encode(), f"{head}.{payload}".encode(), hashlib.sha256)
        said, claims = (json.loads(_out_of_url(part)) for part in (head, payload))
        return (
            kind == "Bearer"
            and said == {"typ": "JWT", "alg": "HS256"}
            and hmac.compare_digest(_out_of_url(signature), wanted)
            and claims["iss"] == SERVICE
            and abs(claims["iat"] - self.now.timestamp()) <= 30
        )


def refused(status: int, kind: str, message: str) -> tuple[int, dict[str, Any]]:
    return status, {"status_code": status, "errors": [{"error": kind, "message": message}]}


def _out_of_url(text: str) -> bytes:
    assert "=" not in text
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@contextmanager
def fake_notify(now: datetime) -> Iterator[FakeNotify]:
    """Served on a free port of this machine while the block lasts."""
    notify = FakeNotify(now=now)

    class Handler(BaseHTTPRequestHandler):
        def _reply(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            token = self.headers.get("authorization") or ""
            status, found = notify.answer(self.command, self.path, token, body)
            content = json.dumps(found).encode() if notify.broken is None else notify.broken
            self.send_response(status)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = _reply  # noqa: N815 - the names http.server calls

        def log_message(self, *_: object) -> None:
            """Nothing is said on the way."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    notify.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield notify
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
