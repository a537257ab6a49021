"""A small OpenID Connect provider that is real: own keys, discovery, sign-in, codes used once, PKCE checked.

It shares no code with the site. What it gets wrong on purpose is set by the test, one thing at a time.
"""

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlencode, urlsplit

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CLIENT, SECRET = "cronfa", "cyfrinach & ünig+"
RETURN_TO = "http://localhost/sign-on"
Claims = dict[str, Any]
PAGE = """<!doctype html><html lang="en"><title>Sign in</title><h1>Provider</h1><form method="post">
<label>Name <input name="subject"></label><input type="hidden" name="claims" value="{}">
<button>Sign in</button><button name="error" value="access_denied">Cancel</button></form>"""


def b64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


@cache
def rsa_key(name: str = "one") -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def short_rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 # must be refused


@cache
def ec_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


@cache
def ed_key() -> ed25519.Ed25519PrivateKey:
    return ed25519.Ed25519PrivateKey.generate()


def sign(algorithm: str, signed: bytes, rsa_private: rsa.RSAPrivateKey) -> bytes:
    if algorithm == "RS256":
        return rsa_private.sign(signed, padding.PKCS1v15(), SHA256())
    if algorithm == "ES256":
        r, s = decode_dss_signature(ec_key().sign(signed, ec.ECDSA(SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")
    if algorithm in ("EdDSA", "Ed25519"):
        return ed_key().sign(signed)
    if algorithm == "HS256":  # the old trick: the public key as a shared secret
        pem = rsa_private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        return hmac.new(pem, signed, hashlib.sha256).digest()
    return b""


def public_rsa(key: rsa.RSAPrivateKey, key_id: str) -> Claims:
    numbers = key.public_key().public_numbers()
    n = numbers.n.to_bytes((numbers.n.bit_length() + 7) // 8, "big")
    return {"kty": "RSA", "kid": key_id, "use": "sig", "n": b64(n), "e": b64(b"\x01\x00\x01")}


def public_keys(rsa_private: rsa.RSAPrivateKey, key_id: str) -> list[Claims]:
    point = ec_key().public_key().public_numbers()
    x, y = (each.to_bytes(32, "big") for each in (point.x, point.y))
    raw = ed_key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return [
        public_rsa(rsa_private, key_id),
        {"kty": "EC", "crv": "P-256", "kid": "ec", "x": b64(x), "y": b64(y)},
        {"kty": "OKP", "crv": "Ed25519", "kid": "ed", "x": b64(raw)},
        {"kty": "AKP", "alg": "ML-DSA-44", "kid": "later", "pub": "AA"},  # not known here: to be passed over
    ]


@dataclass
class Provider:
    """One provider on a port of this machine. Its `port` is 0 until it is `running`."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    return_to: str = RETURN_TO
    secret: str = SECRET
    algorithm: str = "RS256"
    key: rsa.RSAPrivateKey = field(default_factory=rsa_key)
    key_id: str = "rsa-1"
    twist: Callable[[Claims], object] = lambda _: None  # changes an ID token's claims before they are signed
    twist_discovery: Callable[[Claims], object] = lambda _: None
    header: Claims = field(default_factory=dict)
    resign: Callable[[str], str] = lambda token: token
    says_iss: bool = True
    trickles: bool = False
    is_huge: bool = False
    hangs_up_on: str = "\0"  # what a wall before the provider lets nobody send
    status: int = 200
    host: str = "127.0.0.1"
    port: int = 0
    asked: list[str] = field(default_factory=list)
    codes: dict[str, Claims] = field(default_factory=dict)

    @property
    def issuer(self) -> str:
        return f"http://{self.host}:{self.port}"

    @contextmanager
    def running(self) -> Iterator["Provider"]:
        server = _Server(self)
        self.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
            thread.join()

    def sign_in(self, address: str, subject: str, **claims: Any) -> str:
        """What somebody does there: open the address, sign in; where the browser is sent back to."""
        return self._browse(address, {"subject": subject, "claims": json.dumps(claims)})

    def cancel(self, address: str, error: str = "access_denied") -> str:
        return self._browse(address, {"error": error})

    def _browse(self, address: str, fields: dict[str, str]) -> str:
        parts = urlsplit(address)
        assert parts.netloc == f"{self.host}:{self.port}", "sent to somewhere else"
        self._visit("GET", f"{parts.path}?{parts.query}", None, status=200)
        return self._visit("POST", f"{parts.path}?{parts.query}", urlencode(fields), status=302)

    def _visit(self, method: str, path: str, body: str | None, *, status: int) -> str:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(method, path, body)
        answer = connection.getresponse()
        said = answer.read()
        connection.close()
        assert answer.status == status, said
        return answer.headers.get("Location", "")

    # -------------------------------------------------------------- what it answers

    def discovery(self) -> Claims:
        said: Claims = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "authorization_response_iss_parameter_supported": self.says_iss,
        }
        self.twist_discovery(said)
        return said

    def refuse_request(self, asked: Claims) -> str:
        """Why a request to sign somebody in is none, before anybody is asked anything."""
        wanted = {
            "client_id": CLIENT, "redirect_uri": self.return_to, "response_type": "code",
            "code_challenge_method": "S256", "prompt": "login",
        }  # fmt: skip
        wrong = [name for name, value in wanted.items() if asked.get(name) != value]
        wrong += [name for name in ("state", "nonce") if len(asked.get(name, "")) < 32]
        wrong += ["scope"] if "openid" not in asked.get("scope", "").split() else []
        wrong += ["code_challenge"] if len(asked.get("code_challenge", "")) != 43 else []
        return " ".join(wrong)

    def send_back(self, asked: Claims, typed: Claims) -> str:
        back = {"state": asked["state"]} | ({"iss": self.issuer} if self.says_iss else {})
        if "error" in typed:
            return f"{self.return_to}?{urlencode(back | {'error': typed['error']})}"
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked | {"subject": typed["subject"], "claims": json.loads(typed["claims"])}
        return f"{self.return_to}?{urlencode(back | {'code': code})}"

    def exchange(self, given: Claims, authorization: str) -> tuple[int, Claims]:
        code = self.codes.pop(given.get("code", ""), None)
        if code is None or given.get("grant_type") != "authorization_code":
            return 400, {"error": "invalid_grant"}
        if given.get("redirect_uri") != code["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        verifier = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        if b64(verifier) != code["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        if not self._is_client(given, authorization):
            return 401, {"error": "invalid_client"}
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": self.token(code)}

    def _is_client(self, given: Claims, authorization: str) -> bool:
        if not self.secret:
            return bool(given.get("client_id") == CLIENT and "client_secret" not in given)
        if authorization.startswith("Basic "):
            name, _, secret = base64.b64decode(authorization[6:]).decode().partition(":")
            return (unquote_plus(name), unquote_plus(secret)) == (CLIENT, self.secret)
        return (given.get("client_id"), given.get("client_secret")) == (CLIENT, self.secret)

    def token(self, code: Claims) -> str:
        now = int(self.now().timestamp())
        claims: Claims = {
            "iss": self.issuer, "sub": code["subject"], "aud": CLIENT, "iat": now, "exp": now + 300,
            "nonce": code["nonce"], **code["claims"],
        }  # fmt: skip
        self.twist(claims)
        key_id = {"RS256": self.key_id, "ES256": "ec"}.get(self.algorithm, "ed")
        header = {"alg": self.algorithm, "typ": "JWT", "kid": key_id, **self.header}
        first = ".".join(b64(json.dumps(part).encode()) for part in (header, claims))
        return self.resign(f"{first}.{b64(sign(self.algorithm, first.encode(), self.key))}")


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, provider: Provider) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.provider = provider


class _Handler(BaseHTTPRequestHandler):
    @property
    def provider(self) -> Provider:
        assert isinstance(self.server, _Server)
        return self.server.provider

    def do_GET(self) -> None:
        path, provider = urlsplit(self.path).path, self.provider
        provider.asked.append(path)
        if path == "/.well-known/openid-configuration":
            self._say(provider.status, provider.discovery())
        elif path == "/keys":
            self._say(200, {"keys": public_keys(provider.key, provider.key_id)})
        elif path == "/authorize":
            wrong = provider.refuse_request(self._query())
            self._show(400 if wrong else 200, wrong or PAGE)
        else:
            self._say(404, {})

    def do_POST(self) -> None:
        path, provider = urlsplit(self.path).path, self.provider
        provider.asked.append(path)
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        fields = {name: values[-1] for name, values in parse_qs(body).items()}
        if any(provider.hangs_up_on in value for value in fields.values()):
            self.close_connection = True
            return
        if path == "/authorize":
            self.send_response(302)
            self.send_header("Location", provider.send_back(self._query(), fields))
            self.end_headers()
        else:
            status, answer = provider.exchange(fields, self.headers.get("Authorization", ""))
            self._say(status if provider.status == 200 else provider.status, answer)

    def _show(self, status: int, page: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page.encode())

    def _query(self) -> Claims:
        return {name: values[-1] for name, values in parse_qs(urlsplit(self.path).query).items()}

    def _say(self, status: int, answer: Claims) -> None:
        content = json.dumps(answer).encode() + b" " * (10**6 if self.provider.is_huge else 0)
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            for at in range(len(content) if self.provider.trickles else 0):
                self.wfile.write(content[at : at + 1])
                time.sleep(0.1)
            self.wfile.write(content)
        except OSError:
            self.close_connection = True  # the site has hung up

    def log_message(self, *_: object) -> None:
        """Says nothing."""
