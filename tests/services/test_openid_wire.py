"""Asking over the network: bounded in time and size, over checked TLS, and nobody but who is asked."""

import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from pb.domain.refusals import Refusal
from pb.domain.sign_on import SignOnSettings
from pb.services.openid import provider as provider_module
from pb.services.openid import wire
from pb.services.openid.provider import MOST_AT_ONCE, MOST_WAITING, OpenIdProvider
from pb.services.openid.wire import ask
from tests.provider import ec_key
from tests.world import NOON


@contextmanager
def server(answer: bytes, *, tls: ssl.SSLContext | None = None) -> Iterator[str]:
    """A server that says the same to everybody, whatever is asked; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.wfile.write(answer)
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    made = HTTPServer(("127.0.0.1", 0), Handler)
    if tls is not None:
        made.socket = tls.wrap_socket(made.socket, server_side=True)
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"{'https' if tls else 'http'}://127.0.0.1:{made.server_address[1]}"
    finally:
        made.shutdown()
        made.server_close()
        thread.join()


def refused(address: str) -> tuple[str, str]:
    with pytest.raises(Refusal) as error:
        ask(address, seconds=2)
    return error.value.code, error.value.facts["reason"]


def said(status: str, body: str, *headers: str) -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", *headers, "", body]).encode()


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        (said("200 OK", "[]"), ("sign-on-failed", "answer-no-object")),
        (said("200 OK", "<html>"), ("sign-on-failed", "answer-no-json")),
        (said("200 OK", "[" * 100_000), ("sign-on-failed", "answer-no-json")),
        (said("200 OK", "x" * 300_000), ("sign-on-failed", "answer-too-large")),
        (said("200 OK", '{"a": ', "Content-Length: 900"), ("sign-on-failed", "answer-no-json")),
        (b"rubbish\r\n\r\n", ("sign-on-unavailable", "BadStatusLine")),
        (said("200 OK", "{}", *["a: b"] * 200), ("sign-on-unavailable", "HTTPException")),
    ],
)
def test_an_answer_that_is_none(answer: bytes, wanted: tuple[str, str]) -> None:
    with server(answer) as address:
        assert refused(address) == wanted


def test_nobody_is_followed_to_another_place() -> None:
    with server(said("302 Found", "{}", "Location: http://127.0.0.1:1/")) as address:
        assert ask(address) == (302, {})


def test_whoever_says_no_in_a_page_has_said_no() -> None:
    with server(said("404 Not Found", "<html>")) as address:
        assert ask(address) == (404, {})
        settings = SignOnSettings(issuer=address, client_id="cronfa")
        with pytest.raises(Refusal) as error:
            OpenIdProvider(settings, return_to="https://vote.example/sign-on").check(NOON)
    assert error.value.facts["reason"] == "discovery-status-404"


def test_nobody_there() -> None:
    with server(b"") as address:
        pass
    assert refused(address) == ("sign-on-unavailable", "ConnectionRefusedError")


def certificate(path: Path, *names: x509.GeneralName) -> ssl.SSLContext:
    """A server that vouches for itself under these names; who trusts the file at `path` believes it."""
    now, subject = datetime.now(UTC), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "provider")])
    made = (
        x509.CertificateBuilder(
            issuer_name=subject,
            subject_name=subject,
            public_key=ec_key().public_key(),
            serial_number=7,
            not_valid_before=now - timedelta(days=1),
            not_valid_after=now + timedelta(days=1),
        )
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(ec_key(), SHA256())
    )
    key = ec_key().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(key + made.public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


@pytest.mark.parametrize(
    ("is_trusted", "name", "is_taken"),
    [
        (True, x509.IPAddress(ip_address("127.0.0.1")), True),
        (False, x509.IPAddress(ip_address("127.0.0.1")), False),
        (True, x509.DNSName("evil.example"), False),
    ],
    ids=["trusted", "nobody vouches for it", "of another host"],
)
def test_certificates_are_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_trusted: bool, name: x509.GeneralName, is_taken: bool
) -> None:
    path = tmp_path / "both.pem"
    context = certificate(path, name)
    if is_trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(path))
    wire._trusted.cache_clear()
    with server(said("200 OK", "{}"), tls=context) as address:
        if is_taken:
            assert ask(address) == (200, {})
        else:
            assert refused(address) == ("sign-on-unavailable", "SSLCertVerificationError")
    wire._trusted.cache_clear()


def test_a_provider_takes_a_few_threads_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provider_module, "WAIT_SECONDS", 0.01)
    gate, inside = threading.Event(), threading.Semaphore(0)

    def ask_slowly(*_: object, **__: object) -> tuple[int, dict[str, object]]:
        inside.release()
        gate.wait(10)
        return 503, {}

    monkeypatch.setattr(provider_module, "ask", ask_slowly)
    settings = SignOnSettings(issuer="https://login.cyngor.example", client_id="cronfa")
    slow = OpenIdProvider(settings, return_to="https://vote.example/sign-on")
    reasons: list[str] = []

    def come() -> None:
        with pytest.raises(Refusal) as error:
            slow.check(NOON)
        reasons.append(error.value.code)

    waiting = [threading.Thread(target=come) for _ in range(MOST_AT_ONCE)]
    for each in waiting:
        each.start()
    for _ in waiting:
        assert inside.acquire(timeout=10)
    come()
    assert reasons == ["sign-on-busy"]
    gate.set()
    for each in waiting:
        each.join()
    assert reasons == ["sign-on-busy", *["sign-on-unavailable"] * MOST_AT_ONCE]


def test_whoever_would_only_wait_behind_too_many_others_is_told_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(provider_module, "WAIT_SECONDS", 30.0)
    settings = SignOnSettings(issuer="https://login.cyngor.example", client_id="cronfa")
    slow = OpenIdProvider(settings, return_to="https://vote.example/sign-on")
    had_a_turn = threading.Semaphore(0)

    def wait() -> None:
        with slow.turn(NOON):
            had_a_turn.release()

    waiting = [threading.Thread(target=wait) for _ in range(MOST_WAITING)]
    with ExitStack() as held:
        for _ in range(MOST_AT_ONCE):
            held.enter_context(slow.turn(NOON))
        for each in waiting:
            each.start()
        while slow._places.acquire(blocking=False):  # until all of them wait
            slow._places.release()
            time.sleep(0.01)
        began = time.monotonic()
        with pytest.raises(Refusal, match="sign-on-busy"), slow.turn(NOON):
            pass
        assert time.monotonic() - began < provider_module.WAIT_SECONDS / 2
    for each in waiting:
        each.join()
        assert had_a_turn.acquire(blocking=False)
