"""Text messages through GOV.UK Notify, by its REST API: https://docs.notifications.service.gov.uk/rest-api.html

One template with the single placeholder ((message)) is enough: the words are ours, in the reader's language.
It logs the kind of an answer, never a number, a message, a key or the text of a fault.
"""

import base64
import hashlib
import hmac
import json
import logging
import re
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from pb.services.deps import Clock
from pb.services.texts import Text, TextNotSent, Why

log = logging.getLogger("pb.texts")
SECONDS = 10.0
_KIND = re.compile(r"[A-Za-z]{1,40}")
_UUID_LENGTH = 36


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account at Notify. `api_key` is its name, its service's id and its secret, joined by hyphens."""

    url: str
    api_key: str = field(repr=False)
    template_id: str


class NotifyTexter:
    """Sends by an account; `clock` must be right to half a minute, or Notify does not believe the token."""

    def __init__(self, account: Account, clock: Clock) -> None:
        self._account, self._clock = account, clock

    def send(self, text: Text) -> None:
        asked = {
            "phone_number": text.to,
            "template_id": self._account.template_id,
            "personalisation": {"message": text.body},
        }
        if text.name:
            asked["reference"] = text.name
        self._call("/v2/notifications/sms", json.dumps(asked).encode(), to=text.to)

    def has_sent(self, name: str) -> bool:
        query = urlencode({"reference": name, "template_type": "sms"})
        return bool(self._call(f"/v2/notifications?{query}").get("notifications"))

    def is_ready(self) -> bool:
        try:
            template = self._call(f"/v2/template/{self._account.template_id}")
        except TextNotSent:
            return False
        return template.get("type") == "sms" and "((message))" in str(template.get("body"))

    def _call(self, path: str, content: bytes | None = None, *, to: str = "") -> dict[str, Any]:
        """Ask (or with content, post); the answer as JSON. Raises TextNotSent."""
        headers = {"authorization": f"Bearer {self._token()}", "content-type": "application/json"}
        request = Request(self._account.url + path, content, headers)  # noqa: S310 - the settings allow https
        try:
            with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 - as above
                found = json.load(answer)
        except HTTPError as error:
            kinds = _kinds(error)
            log.warning("Notify answered %d %s", error.code, " ".join(sorted(kinds)))
            raise TextNotSent(_why(error.code, kinds, to)) from None
        except (OSError, HTTPException, ValueError) as error:
            log.warning("no answer from Notify: %s", type(error).__name__)
            raise TextNotSent(Why.DOWN) from None
        return found if isinstance(found, dict) else {}

    def _token(self) -> str:
        """A JSON Web Token (HS256) by which Notify knows the service, good for half a minute."""
        key = self._account.api_key
        service, secret = key[-2 * _UUID_LENGTH - 1 : -_UUID_LENGTH - 1], key[-_UUID_LENGTH:]
        issued_at = int(self._clock.now().timestamp())
        parts = ({"typ": "JWT", "alg": "HS256"}, {"iss": service, "iat": issued_at})
        signed = b".".join(_in_url(json.dumps(part).encode()) for part in parts)
        return (signed + b"." + _in_url(hmac.digest(secret.encode(), signed, hashlib.sha256))).decode()


def _in_url(content: bytes) -> bytes:
    return base64.urlsafe_b64encode(content).rstrip(b"=")


def _kinds(error: HTTPError) -> set[str]:
    """The kinds of the faults in an answer. Their words may change, says Notify, and may quote a number."""
    try:
        given = [str(each["error"]) for each in json.loads(error.read(10_000))["errors"]]
    except (OSError, HTTPException, ValueError, KeyError, TypeError):
        return set()
    return {kind for kind in given if _KIND.fullmatch(kind)}


def _why(status: int, kinds: set[str], to: str) -> Why:
    """What an answer other than 200 and 201 means. Template and words are ours, so a form that is not valid
    has a number that is not; and services may have to ask before they can send abroad."""
    if status == 429:
        return Why.SPENT if "TooManyRequestsError" in kinds else Why.BUSY
    if status == 400 and to and ("ValidationError" in kinds or not to.startswith("+44")):
        return Why.NUMBER
    return Why.DOWN
