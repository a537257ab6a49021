"""One mailbox is one voter however its address is spelt, and one telephone; other ones stay apart."""

import re
import string
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from pb.domain.contacts import email_identity, mailbox_of
from pb.domain.phones import read_phone
from pb.domain.text import read_email

UNSEEN = "\u00ad\u034f\u200b\u200c\u200d\u200e\u2060\ufe0f\ufeff\U000e0041"
WIDE = {ord(letter): ord(letter) + 0xFEE0 for letter in string.ascii_letters + string.digits + "@.+-"}
names = st.from_regex(r"[a-z][a-z0-9]{0,8}([.\-][a-z0-9]{1,4})?", fullmatch=True)
tags = st.from_regex(r"(\+[a-z0-9.+]{0,6})?", fullmatch=True)
hosts = st.sampled_from(["cwm.example", "post.tŷ.example", "gmail.com"])
figures = st.from_regex(r"7[1-57-9][0-9]{8}", fullmatch=True)


@st.composite
def disguised(draw: st.DrawFn, text: str) -> str:
    """The same text with letters that nobody sees, of another case and of another width."""
    spelt = [
        letter.translate(WIDE if draw(st.booleans()) else {})
        + (draw(st.sampled_from(UNSEEN)) if draw(st.integers(0, 3)) == 0 else "")
        for letter in text
    ]
    return draw(st.sampled_from(["", " ", "\ufeff"])) + "".join(spelt)


@given(names, tags, hosts, st.data())
def test_every_spelling_of_an_address_is_one_mailbox(
    name: str, tag: str, host: str, data: st.DataObject
) -> None:
    plain = read_email(f"{name}@{host}")
    tagged = f"{name}{tag}@{host}"
    spelt = data.draw(disguised(tagged)).swapcase()
    assert plain is not None
    assert read_email(spelt) == tagged, "a letter goes to what was typed, less what nobody sees"
    assert email_identity(tagged) == email_identity(plain)


@given(names, names, hosts, hosts)
def test_other_names_and_other_hosts_stay_apart(name: str, other: str, host: str, elsewhere: str) -> None:
    dots = "." if host == "gmail.com" else ""
    is_same = host == elsewhere and (
        name.replace(".", "") == other.replace(".", "") if dots else name == other
    )
    assert (mailbox_of(f"{name}@{host}") == mailbox_of(f"{other}@{elsewhere}")) is is_same


@given(st.one_of(st.text(max_size=40), st.from_regex(r"\w{1,6}[.+]?\w{0,4}@(\w{1,5}\.){1,2}[a-zß-ÿ]{2,4}")))
def test_what_is_read_once_reads_the_same_again(text: str) -> None:
    address = read_email(text)
    if address is not None:
        assert read_email(address) == address
        assert unicodedata.is_normalized("NFKC", address)
        assert not re.search(r"\s", address)
        assert mailbox_of(mailbox_of(address)) == mailbox_of(address)


@given(
    figures,
    st.sampled_from(["0", "44", "440", "44 (0)", "+44", "+44 (0)", "(+44) 0", "0044", "00 44 (0)"]),
    st.data(),
)
def test_every_spelling_of_a_number_is_one_telephone(number: str, prefix: str, data: st.DataObject) -> None:
    gap = data.draw(st.sampled_from(["", " ", "-", ".", "\u2011", "\u00a0"]))
    spelt = f"{prefix}{gap}{number[:4]}{gap}{number[4:]}"
    assert read_phone(data.draw(disguised(spelt))) == f"+44{number}"
