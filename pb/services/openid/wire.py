"""Asking the council's provider something over HTTPS: one answer of JSON, bounded in time and size.

It follows no redirect and keeps nothing; what is asked and answered is never logged.
"""

import contextlib
import http.client
import json
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any
from urllib.parse import urlencode, urlsplit

from pb.domain.refusals import Kind, Refusal
from pb.domain.sign_on import failed

MOST_BYTES = 256 * 1024
SECONDS = 5.0  # for an answer, however slowly its bytes come


def unavailable(reason: str) -> Refusal:
    """The provider cannot be reached, or not now: `reason` is for the log."""
    return Refusal("sign-on-unavailable", Kind.UNAVAILABLE, reason=reason)


def ask(
    address: str,
    fields: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    *,
    seconds: float = SECONDS,
) -> tuple[int, dict[str, Any]]:
    """Status and JSON object of a GET, or with `fields` of a POST; of anything but a 200 the status alone.

    Raises `sign-on-unavailable` where no answer comes in time, `sign-on-failed` where it is no JSON object.
    """
    body = None if fields is None else urlencode(fields)
    sent = {"Accept": "application/json", "Connection": "close", **(headers or {})}
    if body is not None:
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    parts = urlsplit(address)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = _connection(parts.scheme, parts.hostname or "", parts.port, seconds)
    try:
        connection.connect()
        with _deadline(connection.sock, seconds) as is_over:
            connection.request("GET" if body is None else "POST", path, body, sent)
            with connection.getresponse() as response:
                content = response.read(MOST_BYTES + 1)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise unavailable(type(error).__name__) from None  # its message may quote what was sent
    finally:
        connection.close()
    if is_over.is_set():
        raise unavailable("slow")
    return response.status, _read(content) if response.status == http.client.OK else {}


def is_busy(status: int) -> bool:
    """Whether a server says with its status that it cannot answer now."""
    return status >= 500 or status == http.client.TOO_MANY_REQUESTS


def _connection(scheme: str, host: str, port: int | None, seconds: float) -> http.client.HTTPConnection:
    if scheme == "https":
        return http.client.HTTPSConnection(host, port, timeout=seconds, context=_trusted())
    return http.client.HTTPConnection(host, port, timeout=seconds)


@cache
def _trusted() -> ssl.SSLContext:
    """Whom this machine trusts; reading it takes longer than all the rest of a question."""
    return ssl.create_default_context()


@contextlib.contextmanager
def _deadline(sock: socket.socket, seconds: float) -> Iterator[threading.Event]:
    """Hangs up when the time is over: a socket's own timeout begins anew with every byte."""
    is_over = threading.Event()

    def hang_up() -> None:
        is_over.set()
        with contextlib.suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield is_over
    finally:
        timer.cancel()


def _read(content: bytes) -> dict[str, Any]:
    if len(content) > MOST_BYTES:
        raise failed("answer-too-large")
    try:
        read = json.loads(content)
    except (ValueError, RecursionError):
        raise failed("answer-no-json") from None
    if not isinstance(read, dict):
        raise failed("answer-no-object")
    return read
