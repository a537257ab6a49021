"""Letters by e-mail: put in a folder as `.eml` files, or sent by SMTP.

It writes no words; it never logs an address or a letter.
"""

import secrets
import smtplib
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter to one address, as plain text. Two with the same `name` are the same letter."""

    to: str
    subject: str
    body: str
    name: str = ""


class Mailer(Protocol):
    def send(self, letter: Letter) -> None:
        """Send a letter, or raise OSError where it cannot be handed over."""


class FolderMailer:
    """Each letter a file; how letters go where no mail server is set."""

    def __init__(self, folder: Path, *, sender: str) -> None:
        self._folder, self._sender = folder, sender

    def send(self, letter: Letter) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        now = datetime.now(UTC)
        name = f"{letter.name or f'{now:%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}'}.eml"
        unfinished = self._folder / f".{name}"
        # People open these files in an editor, where a link broken by "=" at a line's end would not work.
        unfinished.write_bytes(bytes(_message(letter, self._sender, now, encoding="8bit")))
        unfinished.rename(self._folder / name)


class SmtpMailer:
    """Through a mail server: `smtp://user:password@host:587` (with STARTTLS) or `smtps://...:465`."""

    def __init__(self, url: str, *, sender: str) -> None:
        self._url, self._sender = urlsplit(url), sender

    def send(self, letter: Letter) -> None:
        host = self._url.hostname or "localhost"
        try:
            with self._connect(host) as server:
                if self._url.username:
                    server.login(unquote(self._url.username), unquote(self._url.password or ""))
                server.send_message(_message(letter, self._sender, datetime.now(UTC)))
        except smtplib.SMTPException as error:
            raise OSError(type(error).__name__) from None  # the error's text may hold the address

    def _connect(self, host: str) -> smtplib.SMTP:
        secure = ssl.create_default_context()
        if self._url.scheme == "smtps":
            return smtplib.SMTP_SSL(host, self._url.port or 465, timeout=20, context=secure)
        server = smtplib.SMTP(host, self._url.port or 587, timeout=20)
        if host not in ("localhost", "127.0.0.1", "::1"):
            server.starttls(context=secure)
        return server


def _message(letter: Letter, sender: str, now: datetime, *, encoding: str | None = None) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, letter.to, letter.subject
    if [each.addr_spec for each in message["To"].addresses] != [letter.to]:
        raise OSError("an address that reads as another")
    message["Date"] = format_datetime(now)
    if letter.name:  # who has had a letter of that name before does not show it twice
        message["Message-ID"] = f"<{letter.name}@{parseaddr(sender)[1].rpartition('@')[2]}>"
    message.set_content(letter.body, cte=encoding)
    return message
