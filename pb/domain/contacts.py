"""Where somebody wants one message sent: an e-mail address or a mobile number, exactly one of the two."""

from dataclasses import dataclass

from pb.domain.phones import read_phone
from pb.domain.refusals import Fault, Refusal
from pb.domain.text import read_email


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """`to` is an address or a number, in the form in which it is compared."""

    is_phone: bool
    to: str


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
