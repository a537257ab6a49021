"""Accounts: joining with an e-mail address, signing in and out, and a new password.

It never says whether an address has an account, and never keeps a token that would open one.
"""

import base64
import hashlib
from datetime import timedelta

from sqlmodel import Session

from pb.domain.contacts import mailbox_of
from pb.domain.ids import PersonId
from pb.domain.people import Viewer, at_desk
from pb.domain.refusals import Kind, Refusal, refuse_faults
from pb.domain.signin import LIFETIME, NAME_LENGTH, Purpose, password_fault, session_is_live
from pb.domain.text import Language, length_fault, one_line, read_email
from pb.services import letters
from pb.services.chain import SITE, record
from pb.services.deps import Deps
from pb.services.limits import network_name
from pb.services.message_limits import TO, count_message
from pb.storage import people, rounds, signin
from pb.storage.message_counts import ACCOUNTS
from pb.storage.signin import MailToken

SEEN_EVERY = timedelta(minutes=1)


def token_hash(token: str) -> str:
    """What is kept of a token: its SHA-256. Tokens are 256 random bits, so no slower hash is needed."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def new_token(deps: Deps) -> str:
    return base64.urlsafe_b64encode(deps.randomness.token_bytes(32)).decode().rstrip("=")


def load_viewer(deps: Deps, token: str) -> Viewer | None:
    """Whose session a token opens, or None where it has ended."""
    now, hashed = deps.clock.now(), token_hash(token)
    with deps.db.read() as tx:
        session = signin.load_session(tx, hashed)
        viewer = people.load_viewer(tx, session.person_id) if session else None
        is_staff = bool(viewer and viewer.memberships)
        desk = rounds.load_round(tx, session.desk_round_id) if session and session.desk_round_id else None
    if session is None or viewer is None:
        return None
    if desk is not None:
        viewer = at_desk(viewer, desk.organisation_id, desk.id)
    if not session_is_live(
        started_at=session.started_at, seen_at=session.seen_at, now=now, is_staff=is_staff
    ):
        return None
    if now - session.seen_at >= SEEN_EVERY:
        with deps.db.write() as tx:
            signin.put_seen(tx, hashed, at=now)
    return viewer


def sign_in(deps: Deps, *, email: str, password: str, network: str = "") -> str:
    """A new session's token. Raises `sign-in-failed` for either mistake, or `too-many-attempts`.

    `network` is the caller's address; it is not kept. Without it only the e-mail address is limited.
    """
    now, address, place = deps.clock.now(), read_email(email), network_name(network)
    if address is None:  # nobody's: no work is done for it, and no count is kept that everybody would share
        raise Refusal.field("email", "sign-in-failed")
    deps.limits.sign_in.check(address, now)
    deps.limits.sign_in_networks.check(place, now)
    with deps.db.read() as tx:
        viewer = people.load_viewer_by_email(tx, address)
        verifier = people.load_password_hash(tx, viewer.id) if viewer else None
    if not deps.hasher.password_matches(verifier, password) or viewer is None or verifier is None:
        deps.limits.sign_in.failed(address, now)
        if place:
            deps.limits.sign_in_networks.failed(place, now)
        raise Refusal.field("email", "sign-in-failed")
    deps.limits.sign_in.succeeded(address)
    with deps.db.write() as tx:
        if deps.hasher.needs_rehash(verifier):
            people.put_password_hash(tx, viewer.id, deps.hasher.hash_password(password))
        signin.remove_old_sessions(tx, started_before=now - timedelta(days=30))
        return _open_session(deps, tx, viewer)


def sign_out(deps: Deps, token: str) -> None:
    """End a session; nothing happens where it has ended already."""
    with deps.db.write() as tx:
        signin.remove_session(tx, token_hash(token))


def ask_to_join(deps: Deps, *, email: str, language: Language, network: str = "") -> None:
    """Send a link to finish an account; an address that has one is told so, by letter alone."""
    address = _address(deps, email, network)
    with deps.db.write() as tx:
        known = people.load_viewer_by_email(tx, address)
        purpose = Purpose.RESET if known else Purpose.CONFIRM
        token = _put_mail_token(deps, tx, purpose, address)
    wording, path = (letters.ALREADY_HERE, "reset") if known else (letters.CONFIRM, "confirm")
    letters.send(deps, wording, to=address, path=f"/{path}/{token}", languages=(language,))


def ask_reset(deps: Deps, *, email: str, language: Language, network: str = "") -> None:
    """Send a link to choose a new password; an address without an account is told so, by letter alone.

    The answer is the same, and so is the work: its time and a mail server that fails give nobody away.
    """
    address = _address(deps, email, network)
    with deps.db.write() as tx:
        known = people.load_viewer_by_email(tx, address)
        purpose = Purpose.RESET if known else Purpose.CONFIRM
        token = _put_mail_token(deps, tx, purpose, address)
    wording, path = (letters.RESET, "reset") if known else (letters.NO_ACCOUNT, "confirm")
    letters.send(deps, wording, to=address, path=f"/{path}/{token}", languages=(language,))


def view_mail_token(deps: Deps, token: str, purpose: Purpose) -> MailToken:
    """What a sent link stands for. Raises Refusal `link-expired` (NOT_FOUND)."""
    with deps.db.read() as tx:
        return load_mail_token(deps, tx, token, purpose)


def finish_joining(deps: Deps, token: str, *, name: str, password: str, language: Language) -> str:
    """Make the account that a confirmed address asked for; a session's token.

    Raises Refusal `link-expired`, or `invalid-form` with faults on `name` and `password`.
    """
    with deps.db.write() as tx:
        sent = load_mail_token(deps, tx, token, Purpose.CONFIRM)
        viewer = make_account(deps, tx, sent.email, name=name, password=password, language=language)
        signin.remove_account_links(tx, sent.email)
        return _open_session(deps, tx, viewer)


def reset_password(deps: Deps, token: str, *, password: str) -> str:
    """Set a new password and end every session; a new session's token. Raises as `finish_joining`."""
    with deps.db.write() as tx:
        sent = load_mail_token(deps, tx, token, Purpose.RESET)
        viewer = people.load_viewer_by_email(tx, sent.email)
        if viewer is None:
            raise Refusal("link-expired", Kind.NOT_FOUND)
        _set_password(deps, tx, viewer, password, field="password")
        people.put_confirmed(tx, viewer.id, at=deps.clock.now())
        deps.limits.sign_in.succeeded(viewer.email)
        return _open_session(deps, tx, viewer)


def change_password(deps: Deps, viewer: Viewer, *, old: str, new: str) -> str:
    """Set a new password knowing the old one; ends every session, and gives a new session's token."""
    now = deps.clock.now()
    deps.limits.sign_in.check(viewer.email, now)
    with deps.db.read() as tx:
        verifier = people.load_password_hash(tx, viewer.id)
    if not deps.hasher.password_matches(verifier, old):
        deps.limits.sign_in.failed(viewer.email, now)
        raise Refusal.field("old_password", "wrong-password")
    with deps.db.write() as tx:
        _set_password(deps, tx, viewer, new, field="new_password")
        return _open_session(deps, tx, viewer)


def change_account(deps: Deps, viewer: Viewer, *, name: str, language: Language) -> None:
    """Change how a person is named, and the language letters to them are in."""
    tidy = one_line(name)
    refuse_faults(length_fault("name", tidy, most=NAME_LENGTH))
    with deps.db.write() as tx:
        people.put_name_and_language(tx, viewer.id, name=tidy, language=language)
        record(deps, tx, SITE, "account_changed", viewer=viewer, role="resident")


def load_mail_token(deps: Deps, tx: Session, token: str, purpose: Purpose) -> MailToken:
    """An unused link of the given purpose. Raises Refusal `link-expired` (NOT_FOUND)."""
    sent = signin.load_mail_token(tx, token_hash(token), now=deps.clock.now())
    if sent is None or sent.purpose is not purpose:
        raise Refusal("link-expired", Kind.NOT_FOUND)
    return sent


def make_account(
    deps: Deps, tx: Session, email: str, *, name: str, password: str, language: Language
) -> Viewer:
    """A person with a confirmed address and a password; a known address keeps its account."""
    tidy = one_line(name)
    refuse_faults(
        length_fault("name", tidy, most=NAME_LENGTH), password_fault("password", password, email=email)
    )
    now = deps.clock.now()
    known = people.load_viewer_by_email(tx, email)
    person_id = known.id if known else PersonId(deps.randomness.id())
    if known is None:
        people.put_person(tx, person_id=person_id, email=email, name=tidy, language=language, at=now)
    else:
        people.put_name_and_language(tx, person_id, name=tidy, language=language)
    people.put_confirmed(tx, person_id, at=now)
    people.put_password_hash(tx, person_id, deps.hasher.hash_password(password))
    viewer = people.load_viewer(tx, person_id)
    if viewer is None:
        raise RuntimeError("the account just made is not there")
    record(deps, tx, SITE, "account_made", viewer=viewer, role="resident")
    return viewer


def _address(deps: Deps, email: str, network: str) -> str:
    address = read_email(email)
    if address is None:
        raise Refusal.field("email", "not-an-email")
    count_message(deps, ACCOUNTS, (TO, mailbox_of(address)), network=network)
    return address


def _put_mail_token(deps: Deps, tx: Session, purpose: Purpose, address: str) -> str:
    token, now = new_token(deps), deps.clock.now()
    sent = MailToken(
        purpose=purpose, email=address, organisation_id=None, role=None,
        created_at=now, expires_at=now + LIFETIME[purpose],
    )  # fmt: skip
    signin.remove_old_links(tx, expired_before=now)
    signin.put_mail_token(tx, token_hash(token), sent)
    return token


def _set_password(deps: Deps, tx: Session, viewer: Viewer, password: str, *, field: str) -> None:
    refuse_faults(password_fault(field, password, email=viewer.email))
    people.put_password_hash(tx, viewer.id, deps.hasher.hash_password(password))
    signin.remove_sessions_of(tx, viewer.id)
    signin.remove_account_links(tx, viewer.email)
    record(deps, tx, SITE, "password_changed", viewer=viewer, role="resident")


def _open_session(deps: Deps, tx: Session, viewer: Viewer) -> str:
    token = new_token(deps)
    signin.put_session(tx, token_hash(token), viewer.id, at=deps.clock.now())
    return token
