"""One address or one number: never none, never both."""

import pytest

from pb.domain.contacts import Contact, mailbox_of, read_contact
from pb.domain.refusals import Refusal


def test_an_address_or_a_number() -> None:
    assert read_contact(email=" Nia@Cwm.example ", phone=" ") == Contact(is_phone=False, to="nia@cwm.example")
    assert read_contact(email="", phone="07700 900123") == Contact(is_phone=True, to="+447700900123")


@pytest.mark.parametrize(
    ("address", "mailbox"),
    [
        ("nia+pb+2@cwm.example", "nia@cwm.example"),
        ("n.ia@cwm.example", "n.ia@cwm.example"),  # elsewhere a dot may be another person's
        ("n.i.a.+x@googlemail.com", "nia@gmail.com"),
        ("n-ia@gmail.com", "n-ia@gmail.com"),
        ("+nia@cwm.example", "+nia@cwm.example"),  # what is left would be everybody's
        ("...@gmail.com", "...@gmail.com"),
    ],
)
def test_a_mailbox_is_what_is_left_of_its_spellings(address: str, mailbox: str) -> None:
    assert mailbox_of(address) == mailbox


@pytest.mark.parametrize(
    ("email", "phone", "field", "code"),
    [
        ("", "", "email", "missing"),
        (" ", "", "email", "missing"),
        ("nia@", "", "email", "not-an-email"),
        ("nia@cwm.example", "07700 900123", "phone", "only-one"),
        ("", "12", "phone", "not-a-phone"),
        ("", "029 2000 0000", "phone", "phone-not-mobile"),
    ],
)
def test_what_is_neither(email: str, phone: str, field: str, code: str) -> None:
    with pytest.raises(Refusal) as error:
        read_contact(email=email, phone=phone)
    assert [(fault.field, fault.code) for fault in error.value.faults] == [(field, code)]
