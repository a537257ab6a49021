"""Addresses and numbers: where somebody wants one message sent, and whose mailbox or telephone it is.

Messages go to what was typed; who somebody is goes by the mailbox. It asks no mail server anything.
"""

from dataclasses import dataclass

from pb.domain.phones import read_phone
from pb.domain.proofs import CONTACT, EMAIL, PHONE
from pb.domain.refusals import Fault, Refusal
from pb.domain.text import read_email

_GOOGLE = ("gmail.com", "googlemail.com")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """`to` is an address or a number, in the form in which it is compared."""

    is_phone: bool
    to: str

    @property
    def box(self) -> str:
        """The mailbox or the telephone itself, for counting what is sent there."""
        return self.to if self.is_phone else mailbox_of(self.to)


def email_identity(address: str) -> tuple[str, str]:
    """What an address as `read_email` gives it says of who somebody is: ("contact", "email:n@a.example")."""
    return CONTACT, f"{EMAIL}:{mailbox_of(address)}"


def phone_identity(number: str) -> tuple[str, str]:
    """The same of a number, as `read_phone` gives it."""
    return CONTACT, f"{PHONE}:{number}"


def mailbox_of(address: str) -> str:
    """The mailbox that letters to an address arrive in, as far as its spelling tells.

    What follows a plus is the reader's own mark, and Google reads no dots. Whoever has the one address has
    the other, so nobody comes into another person's place by it.
    """
    name, _, domain = address.partition("@")
    name = name.partition("+")[0] or name
    if domain in _GOOGLE:
        name, domain = name.replace(".", "") or name, _GOOGLE[0]
    return f"{name}@{domain}"


def read_contact(*, email: str, phone: str) -> Contact:
    """What was typed into one of two fields.

    Raises Refusal INVALID on `email` (`missing` where both are empty, `not-an-email`) or on `phone`
    (`only-one` where both are filled, and what `read_phone` says).
    """
    if phone.strip():
        if email.strip():
            raise Refusal.field("phone", "only-one")
        number = read_phone(phone)
        if isinstance(number, Fault):
            raise Refusal.invalid([number])
        return Contact(is_phone=True, to=number)
    address = read_email(email)
    if address is None:
        raise Refusal.field("email", "not-an-email" if email.strip() else "missing")
    return Contact(is_phone=False, to=address)
