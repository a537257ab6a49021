"""Council sign-on: one account is one voter, nothing of it is kept, and no answer is believed unproved."""

import base64
import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from pb.domain.ids import WardId
from pb.domain.refusals import Refusal
from pb.domain.rounds import Ward
from pb.domain.text import Bilingual
from pb.services import in_person, proof_setup, sign_on
from pb.services.limits import Limit
from tests.provider import CLIENT, Claims, Provider, b64, rsa_key, short_rsa_key, sign
from tests.services.proofs.test_email import come as come_by_email
from tests.services.proofs.test_email import faults, rows
from tests.services.proofs.test_register import NIA
from tests.services.proofs.test_register import come as come_by_register
from tests.services.proofs.test_register import load as load_register
from tests.sign_on import answer_in, come_by_account, leave, open_vote_by_sign_on, use, world_with_provider
from tests.votes import (
    GREEN,
    ROUND,
    YOUNG,
    cast,
    close,
    issue,
    open_vote,
    voter_of,
    voting_round,
)
from tests.world import World

Both = tuple[World, Provider]
MINUTE = 60


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Both]:
    with world_with_provider(tmp_path) as made:
        open_vote_by_sign_on(made[0])
        yield made


def refused(world: World, provider: Provider, **claims: Any) -> str:
    """Why a whole journey ends in nothing: the reason in the log, or the refusal's code."""
    with pytest.raises(Refusal) as error:
        come_by_account(world, provider, **claims)
    assert rows(world, "voter_key") == rows(world, "credential") == []
    return str(error.value.facts.get("reason", error.value.code))


def test_the_same_account_is_the_same_voter_and_another_is_another(both: Both) -> None:
    world, provider = both
    voter = come_by_account(world, provider)
    assert voter.pot_ids == (GREEN, YOUNG)
    assert come_by_account(world, provider) == voter
    assert come_by_account(world, provider, subject="rhys-8") != voter
    assert dict(proof_setup.view_proofs(world.deps, world.elin, ROUND).counts)["sign-on"].issued_count == 2


def test_a_confirmed_address_ties_it_to_a_code_by_email_and_an_unconfirmed_one_does_not(both: Both) -> None:
    world, provider = both
    voter = come_by_email(world, email="nia@cwm.example")
    assert come_by_account(world, provider, email="NIA@cwm.example", email_verified=True) == voter
    other = come_by_account(world, provider, "mallory", email="nia@cwm.example", email_verified=False)
    assert other != voter
    guessed = come_by_account(world, provider, "eve", email="eve@cwm.example", email_verified="true")
    assert come_by_email(world, email="eve@cwm.example") != guessed


def test_two_accounts_that_share_an_address_are_two_people(both: Both) -> None:
    world, provider = both
    shared = {"email": "teulu@cwm.example", "email_verified": True}
    nia = come_by_account(world, provider, "nia-7", **shared)
    rhys = come_by_account(world, provider, "rhys-8", **shared)
    assert nia != rhys
    assert come_by_account(world, provider, "rhys-8", **shared) == rhys
    assert come_by_email(world, email="teulu@cwm.example") == nia


def test_whose_address_the_register_knows_is_not_taken_from_somebody_with_the_same(both: Both) -> None:
    world, provider = both
    open_vote_by_sign_on(world, proofs=("email", "register", "sign-on"))
    shared = {"email": "nia@cwm.example", "email_verified": True}  # as the register has it, once it is there
    nia = come_by_account(world, provider, "nia-7", **shared)
    load_register(world)
    rhys = come_by_account(world, provider, "rhys-8", **shared)
    assert come_by_register(world) == nia
    assert come_by_account(world, provider, "rhys-8", **shared) == rhys != nia


def test_one_person_by_every_way_is_one_voter_and_another_with_the_code(both: Both) -> None:
    world, provider = both
    open_vote_by_sign_on(world, proofs=("code", "email", "register", "sign-on", "person"))
    load_register(world)
    own = {"email": "nia@cwm.example", "email_verified": True}
    found = [
        come_by_account(world, provider, "nia-7", **own),
        come_by_email(world, email="nia@cwm.example"),
        come_by_register(world),
        come_by_account(world, provider, "nia-7"),  # the address is not told any more
        come_by_account(world, provider, "nia-7", email="new@cwm.example", email_verified=True),
        come_by_email(world, email="new@cwm.example"),
    ]
    assert len({voter.selector for voter in found}) == 1
    cast(world, found[0], {GREEN: {}, YOUNG: {}})
    with pytest.raises(Refusal) as error:
        in_person.let_in(world.deps, world.elin, ROUND, NIA | {"is_sure": "1"})
    assert faults(error) == {"surname": "voted-already"}
    assert voter_of(world, issue(world)[0]) not in found  # nothing says whose a code is


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "EdDSA", "Ed25519"])
def test_signatures_of_each_kind(both: Both, algorithm: str) -> None:
    world, provider = both
    provider.algorithm = algorithm
    assert come_by_account(world, provider).pot_ids == (GREEN, YOUNG)


@pytest.mark.parametrize(
    "change",
    [
        lambda provider: setattr(provider, "secret", ""),
        lambda provider: setattr(
            provider,
            "twist_discovery",
            lambda said: said.update(token_endpoint_auth_methods_supported=["client_secret_post"]),
        ),
        lambda provider: setattr(provider, "says_iss", False),
        lambda provider: setattr(provider, "twist", lambda claims: claims.update(aud=[CLIENT], azp=CLIENT)),
        lambda provider: setattr(provider, "twist", lambda claims: claims.update(exp=claims["exp"] - 350)),
        lambda provider: setattr(
            provider, "twist", lambda claims: claims.update(auth_time=claims["iat"], nbf=claims["iat"])
        ),
        lambda provider: setattr(provider, "header", {"x5t": "abc", "other": [1]}),
    ],
    ids=[
        "no secret",
        "secret in the form",
        "no iss",
        "list of one",
        "clock within leeway",
        "more moments",
        "other headers",
    ],
)
def test_what_real_providers_do_differently(both: Both, change: Callable[[Provider], None]) -> None:
    world, provider = both
    change(provider)
    use(world, provider)
    assert come_by_account(world, provider).pot_ids == (GREEN, YOUNG)


def resigned(token: str, **changed: object) -> str:
    """A token with a changed body under its old signature."""
    header, body, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "==")) | changed
    return f"{header}.{b64(json.dumps(claims).encode())}.{signature}"


def nested(token: str) -> str:
    """A token that is well signed, with a body that no reader gets through."""
    first = f"{token.split('.', maxsplit=1)[0]}.{b64(b'[' * 10_000)}"
    return f"{first}.{b64(sign('RS256', first.encode(), rsa_key()))}"


HOSTILE: dict[str, tuple[str, Callable[[Provider], None]]] = {
    "wrong nonce": ("nonce", lambda p: twisted(p, nonce="0" * 64)),
    "no nonce": ("nonce", lambda p: twisted(p, nonce=None)),
    "other audience": ("audience", lambda p: twisted(p, aud="another")),
    "audiences without a party": ("party", lambda p: twisted(p, aud=[CLIENT, "another"])),
    "for another party": ("party", lambda p: twisted(p, azp="another")),
    "other issuer": ("issuer", lambda p: twisted(p, iss="http://127.0.0.1:1")),
    "issuer with a slash": ("issuer", lambda p: twisted(p, iss=p.issuer + "/")),
    "expired": ("expired", lambda p: moved(p, "exp", -300 - MINUTE)),
    "no expiry": ("expired", lambda p: twisted(p, exp=None)),
    "expiry as text": ("expired", lambda p: twisted(p, exp="2099")),
    "endless": ("expired", lambda p: twisted(p, exp=float("inf"))),
    "issued long ago": ("issued", lambda p: moved(p, "iat", -MINUTE - 1)),
    "issued in the future": ("issued", lambda p: moved(p, "iat", MINUTE + 1)),
    "not yet": ("not-yet", lambda p: moved(p, "nbf", MINUTE + 1)),
    "signed in before, by somebody": ("signed-in-before", lambda p: moved(p, "auth_time", -MINUTE - 1)),
    "signed in at no time": ("signed-in-before", lambda p: twisted(p, auth_time="now")),
    "no subject": ("subject", lambda p: twisted(p, sub="")),
    "subject of another kind": ("subject", lambda p: twisted(p, sub=7)),
    "endless subject": ("subject", lambda p: twisted(p, sub="a" * 256)),
    "nonce of no letters": ("nonce", lambda p: twisted(p, nonce="\ud800")),
    "subject of no letters": ("subject", lambda p: twisted(p, sub="\ud800")),
    "endless nesting": ("signature", lambda p: setattr(p, "resign", nested)),
    "alg none": ("algorithm", lambda p: setattr(p, "header", {"alg": "none"})),
    "alg None, no signature": ("algorithm", lambda p: setattr(p, "algorithm", "None")),
    "HS256 with the public key": ("algorithm", lambda p: setattr(p, "algorithm", "HS256")),
    "RS384": ("algorithm", lambda p: setattr(p, "header", {"alg": "RS384"})),
    "alg is no text": ("algorithm", lambda p: setattr(p, "header", {"alg": ["RS256"]})),
    "said to be of another key's kind": ("signature", lambda p: setattr(p, "header", {"alg": "ES256"})),
    "changed body": ("signature", lambda p: setattr(p, "resign", lambda t: resigned(t, sub="victim"))),
    "cut short": ("no-token", lambda p: setattr(p, "resign", lambda t: "e")),
    "no dots": ("no-token", lambda p: setattr(p, "resign", lambda t: t.replace(".", ""))),
    "five parts": ("signature", lambda p: setattr(p, "resign", lambda t: f"{t}.a.b")),
    "critical header": ("signature", lambda p: setattr(p, "header", {"crit": ["exp"], "exp": 1})),
    "own key in the header": ("signature", lambda p: setattr(p, "header", {"kid": "no", "jku": "http://x"})),
    "short key": ("signature", lambda p: setattr(p, "key", short_rsa_key())),
    "huge answer": ("answer-too-large", lambda p: setattr(p, "is_huge", True)),
}


def twisted(provider: Provider, **changed: object) -> None:
    provider.twist = lambda claims: claims.update(changed)


def moved(provider: Provider, name: str, seconds: int) -> None:
    def move(claims: Claims) -> None:
        claims[name] = int(claims.get(name) or claims["iat"]) + seconds

    provider.twist = move


@pytest.mark.parametrize("case", HOSTILE)
def test_no_answer_is_believed_unproved(both: Both, case: str, caplog: pytest.LogCaptureFixture) -> None:
    world, provider = both
    leave(world)  # what was published is known before it goes wrong
    reason, change = HOSTILE[case]
    change(provider)
    with caplog.at_level(logging.DEBUG):
        assert refused(world, provider) == reason
    assert [record.getMessage() for record in caplog.records] == [
        f"council sign-on: sign-on-failed: {reason}"
    ]
    change_back = Provider()
    for name in ("twist", "header", "resign", "algorithm", "key", "is_huge"):
        setattr(provider, name, getattr(change_back, name))
    come_by_account(world, provider)


def test_a_signature_by_another_key_under_the_same_name(both: Both) -> None:
    world, provider = both
    leave(world)
    provider.key = rsa_key("two")
    assert refused(world, provider) == "signature"


def test_a_provider_may_change_its_key_and_is_not_asked_for_it_at_every_turn(both: Both) -> None:
    world, provider = both
    come_by_account(world, provider)
    provider.key, provider.key_id = rsa_key("two"), "rsa-2"
    with pytest.raises(Refusal):
        come_by_account(world, provider)
    assert provider.asked.count("/keys") == 1
    world.clock.go(minutes=1)
    come_by_account(world, provider)
    come_by_account(world, provider)
    assert provider.asked.count("/keys") == 2


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"issuer": "http://127.0.0.1:1"}, "discovery-of-another-issuer"),
        ({"authorization_endpoint": "javascript:alert(1)"}, "discovery-unsafe-address"),
        ({"authorization_endpoint": "http://evil.example/authorize"}, "discovery-unsafe-address"),
        ({"token_endpoint": "https://user@evil.example/token"}, "discovery-unsafe-address"),
        ({"token_endpoint": None}, "discovery-unsafe-address"),
        ({"jwks_uri": "file:///etc/passwd"}, "discovery-unsafe-address"),
    ],
)
def test_a_discovery_document_that_leads_astray(both: Both, changed: Claims, reason: str) -> None:
    world, provider = both
    provider.twist_discovery = lambda said: said.update(changed)
    with pytest.raises(Refusal) as error:
        leave(world)
    assert error.value.facts["reason"] == reason
    assert rows(world, "sent_code") == []


def test_a_client_that_the_provider_does_not_know(both: Both) -> None:
    world, provider = both
    provider.secret = "another"
    assert refused(world, provider) == "token-status-401"


def test_an_answer_that_names_another_issuer_or_none_where_ours_says_its_own(both: Both) -> None:
    world, provider = both
    for issuer in ("http://127.0.0.1:1", ""):
        token, address = leave(world)
        back = replace(answer_in(provider.sign_in(address, "nia-7")), issuer=issuer)
        with pytest.raises(Refusal) as error:
            sign_on.come_back(world.deps, ROUND, token, back)
        assert error.value.facts["reason"] == "answer-of-another-issuer"


def test_a_stolen_answer_is_of_no_use_in_another_browser(both: Both) -> None:
    world, provider = both
    token, address = leave(world)
    victims = answer_in(provider.sign_in(address, "nia-7"))
    own_token, own_address = leave(world)
    own = answer_in(provider.sign_in(own_address, "mallory"))
    for given in (victims, replace(victims, state=own.state)):
        with pytest.raises(Refusal) as error:
            sign_on.come_back(world.deps, ROUND, own_token, given)
        assert error.value.code in ("sign-on-mismatch", "sign-on-failed")
    assert rows(world, "voter_key") == []
    with pytest.raises(Refusal) as error:
        sign_on.come_back(world.deps, ROUND, token, replace(victims, state=""))
    assert error.value.code == "sign-on-mismatch"


def test_a_slow_answer_is_given_up_and_others_are_not_kept_waiting(both: Both) -> None:
    world, provider = both
    use(world, provider, seconds=2)
    leave(world)
    provider.trickles = True
    assert refused(world, provider) in ("slow", "TimeoutError")
    asked = len(provider.asked)
    token, address = leave(world)
    back = answer_in(provider.sign_in(address, "nia-7"))
    with pytest.raises(Refusal) as error:
        sign_on.come_back(world.deps, ROUND, token, back)
    assert (error.value.code, error.value.facts["reason"]) == ("sign-on-unavailable", "down")
    assert provider.asked[asked:] == ["/authorize", "/authorize"]
    provider.trickles = False
    world.clock.go(seconds=10)
    come_by_account(world, provider)


def test_nobody_makes_the_provider_hang_up_on_others(both: Both) -> None:
    """A wall before it may do so for what somebody brings back in place of a code."""
    world, provider = both
    provider.hangs_up_on = "' OR 1=1"
    for code in ("' OR 1=1 --", "é", "x" * 5_000, "\0"):
        token, address = leave(world)
        back = replace(answer_in(provider.sign_in(address, "mallory")), code=code)
        with pytest.raises(Refusal) as error:
            sign_on.come_back(world.deps, ROUND, token, back)
        assert error.value.code == ("sign-on-unavailable" if "OR" in code else "sign-on-failed")
        come_by_account(world, provider)
    assert provider.asked.count("/token") == 1 + 4, "nothing else went on to it"


@pytest.mark.parametrize(("error", "code"), [
    ("access_denied", "sign-on-cancelled"), ("server_error", "sign-on-unavailable"),
    ("temporarily_unavailable", "sign-on-unavailable"), ("invalid_scope", "sign-on-failed"),
])  # fmt: skip
def test_what_the_provider_says_no_with(both: Both, error: str, code: str) -> None:
    world, provider = both
    token, address = leave(world)
    back = answer_in(provider.cancel(address, error))
    for wanted in (code, "sign-on-over"):
        with pytest.raises(Refusal) as no:
            sign_on.come_back(world.deps, ROUND, token, back)
        assert no.value.code == wanted


def test_the_account_may_tell_the_ward_and_then_nobody_is_asked(both: Both) -> None:
    world, provider = both
    harbour = Ward(id=WardId("harbwr"), name=Bilingual(cy="Yr Harbwr", en="Harbour"))
    pots = voting_round().pots
    open_vote_by_sign_on(world, pots=(pots[0], replace(pots[1], ward=harbour)))
    use(world, provider, ward_claim="ward", postcode_claim="cod_post")
    asked = {"postcode": "", "tie": ""}
    with pytest.raises(Refusal) as error:
        leave(world, **asked, is_old_enough="")
    assert faults(error) == {"is_old_enough": "missing"}
    told: tuple[tuple[str, Claims, tuple[str, ...]], ...] = (
        ("a", {"ward": "yr harbwr"}, (GREEN, YOUNG)),
        ("b", {"ward": "pentre"}, (GREEN,)),
        ("c", {"cod_post": "SA99 1AA"}, (GREEN, YOUNG)),
        ("d", {"cod_post": "SA991AB", "ward": "Atlantis"}, (GREEN,)),
    )
    for subject, claims, wanted in told:
        assert come_by_account(world, provider, subject, **claims).pot_ids == wanted
    for claims in (Claims(), {"ward": "Atlantis"}, {"ward": ["pentre"]}, {"cod_post": "SA99 9ZZ"}):
        with pytest.raises(Refusal) as error:
            come_by_account(world, provider, "e", **claims)
        assert error.value.code == "sign-on-no-ward"


def test_the_account_may_have_to_say_that_its_holder_can_vote(both: Both) -> None:
    world, provider = both
    for wanted, yes, no in (
        ("resident", {"resident": True}, {"resident": "true"}),
        ("roles=voter", {"roles": ["x", "voter"]}, {"roles": ["voters"]}),
        ("kind=resident", {"kind": "resident"}, {"kind": "residents"}),
    ):
        use(world, provider, eligible_claim=wanted)
        for claims in (no, {}):
            with pytest.raises(Refusal) as error:
                come_by_account(world, provider, "nobody", **claims)
            assert error.value.code == "sign-on-not-eligible"
        come_by_account(world, provider, **yes)


def test_nothing_of_an_account_is_kept_or_logged_and_the_close_forgets_it(
    both: Both, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    world, provider = both
    with caplog.at_level(logging.DEBUG):
        seen = come_by_account(
            world, provider, "nia-7-cyfrinachol", email="nia@cwm.example", email_verified=True
        )
        cast(world, seen, {GREEN: {}, YOUNG: {}})
        leave(world)
    assert caplog.text == ""
    held = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"gwyrdd" in held
    for secret in ("nia-7", "nia@", "SA99 1AA,", provider.issuer, provider.secret):
        assert secret.encode() not in held.replace(b"SA99 1AA,H", b"")
    assert {row.kind for row in rows(world, "voter_key")} == {"account", "email"}
    close(world)
    assert rows(world, "voter_key") == rows(world, "sent_code") == []


def test_many_journeys_from_one_place_are_slowed_down(both: Both) -> None:
    world, _ = both
    world.deps.limits.sign_on_networks = Limit("few", most=3, span=timedelta(minutes=10))
    for _ in range(3):
        leave(world)
    with pytest.raises(Refusal) as error:
        leave(world)
    assert error.value.code == "too-many-attempts"


def test_a_round_that_does_not_take_it_knows_nothing_of_it(tmp_path: Path) -> None:
    with world_with_provider(tmp_path) as (world, provider):
        open_vote(world)
        with pytest.raises(Refusal) as error:
            leave(world)
        assert error.value.code == "proof-not-offered"
        assert provider.asked == []
