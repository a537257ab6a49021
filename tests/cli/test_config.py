"""Settings: what stands without them, and every fault at once, in words for whoever starts the program."""

from pathlib import Path

import pytest

from pb.config import ConfigFaults, read_config
from tests.notify import API_KEY, TEMPLATE


def test_without_settings_everything_is_in_one_folder_on_this_machine() -> None:
    config = read_config({})
    data = Path("data").absolute()
    assert config.data_folder == data
    assert config.database_url == f"sqlite:///{data / 'pb.db'}"
    assert (config.base_url, config.host, config.port) == ("http://localhost:8000", "127.0.0.1", 8000)
    assert (config.mail_from, config.smtp_url) == ("cronfa@localhost", None)
    assert (config.texts, config.texts_per_hour) == (None, 300)


def test_an_empty_setting_is_none() -> None:
    names = ("DATA_DIR", "DATABASE_URL", "BASE_URL", "HOST", "PORT", "MAIL_FROM", "SMTP_URL")
    more = ("TEXTS", "TEXTS_PER_HOUR", "NOTIFY_KEY", "NOTIFY_TEMPLATE", "NOTIFY_URL")
    sign_on = ("ISSUER", "CLIENT_ID", "CLIENT_SECRET", "NAME_CY", "NAME_EN", "WARD_CLAIM", "SCOPE")
    every = (*names, *more, *(f"OIDC_{name}" for name in sign_on))
    assert read_config({f"PB_{name}": "" for name in every}) == read_config({})


def test_settings_are_taken() -> None:
    config = read_config(
        {
            "PB_DATA_DIR": "/srv/cronfa",
            "PB_DATABASE_URL": "postgresql://cronfa@db/cronfa",
            "PB_BASE_URL": "https://vote.example.org/",
            "PB_HOST": "10.0.0.1",
            "PB_PORT": "65535",
            "PB_SMTP_URL": "smtps://post.example.org:465",
        }
    )
    assert config.data_folder == Path("/srv/cronfa")
    assert config.database_url == "postgresql://cronfa@db/cronfa"
    assert (config.base_url, config.host, config.port) == ("https://vote.example.org", "10.0.0.1", 65535)
    assert (config.mail_from, config.smtp_url) == ("cronfa@vote.example.org", "smtps://post.example.org:465")
    assert read_config({"PB_MAIL_FROM": "post@cyngor.example"}).mail_from == "post@cyngor.example"


@pytest.mark.parametrize(
    ("host", "shown"),
    [("0.0.0.0", "localhost"), ("::", "localhost"), ("10.0.0.1", "10.0.0.1")],  # noqa: S104 # compared, not bound
)
def test_the_address_to_open_is_one_that_can_be_opened(host: str, shown: str) -> None:
    assert read_config({"PB_HOST": host, "PB_PORT": "81"}).base_url == f"http://{shown}:81"


@pytest.mark.parametrize("port", ["0", "65536", "-1", "80a", "\u0668\u0660", "8000.0", " "])
def test_a_port_is_a_number(port: str) -> None:
    with pytest.raises(ConfigFaults, match="PB_PORT must be a number from 1 to 65535"):
        read_config({"PB_PORT": port})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PB_BASE_URL", "vote.example.org"),
        ("PB_BASE_URL", "ftp://vote.example.org"),
        ("PB_BASE_URL", "https://"),
        ("PB_DATABASE_URL", "mysql://db/cronfa"),
        ("PB_SMTP_URL", "post.example.org"),
    ],
)
def test_an_address_of_another_kind_is_a_fault(name: str, value: str) -> None:
    with pytest.raises(ConfigFaults, match=name):
        read_config({name: value})


def test_all_faults_are_told_together() -> None:
    with pytest.raises(ConfigFaults) as found:
        read_config({"PB_PORT": "x", "PB_BASE_URL": "x", "PB_DATABASE_URL": "x", "PB_SMTP_URL": "x"})
    assert [line.partition(" ")[0] for line in str(found.value).splitlines()] == [
        *("PB_PORT", "PB_BASE_URL", "PB_DATABASE_URL", "PB_SMTP_URL")
    ]


def test_texts_go_into_a_folder_or_through_notify() -> None:
    folder = read_config({"PB_TEXTS": "folder", "PB_TEXTS_PER_HOUR": "40"})
    assert (folder.texts, folder.texts_per_hour) == ("folder", 40)
    account = {"PB_NOTIFY_KEY": API_KEY, "PB_NOTIFY_TEMPLATE": TEMPLATE}
    config = read_config(account)
    assert (config.texts, config.notify_key, config.notify_template) == ("notify", API_KEY, TEMPLATE)
    assert config.notify_url == "https://api.notifications.service.gov.uk"
    assert API_KEY not in repr(config)
    assert (
        read_config(account | {"PB_NOTIFY_URL": "http://127.0.0.1:81/"}).notify_url == "http://127.0.0.1:81"
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PB_TEXTS", "pigeon"),
        ("PB_TEXTS_PER_HOUR", "-1"),
        ("PB_TEXTS_PER_HOUR", "many"),
        ("PB_NOTIFY_KEY", "cyngor-26785a09"),
        ("PB_NOTIFY_TEMPLATE", "codau"),
        ("PB_NOTIFY_URL", "http://notify.example"),
        ("PB_NOTIFY_URL", "http://127.0.0.1.notify.example"),
    ],
)
def test_a_wrong_setting_of_texts_is_a_fault(name: str, value: str) -> None:
    account = {"PB_NOTIFY_KEY": API_KEY, "PB_NOTIFY_TEMPLATE": TEMPLATE}
    with pytest.raises(ConfigFaults, match=name) as found:
        read_config(account | {name: value})
    assert API_KEY not in str(found.value)
    with pytest.raises(ConfigFaults, match="PB_NOTIFY_KEY"):
        read_config({"PB_TEXTS": "notify", "PB_NOTIFY_TEMPLATE": TEMPLATE})


SIGN_ON = {"PB_OIDC_ISSUER": "https://login.cyngor.example/tenant/v2.0", "PB_OIDC_CLIENT_ID": "cronfa"}


def test_council_sign_on_is_there_where_it_is_set_up() -> None:
    assert read_config({}).sign_on is None
    config = read_config(SIGN_ON | {"PB_OIDC_CLIENT_SECRET": "hush", "PB_OIDC_WARD_CLAIM": "ward"}).sign_on
    assert config is not None
    assert (config.issuer, config.client_id) == tuple(SIGN_ON.values())
    assert (config.client_secret, config.ward_claim, config.scope) == ("hush", "ward", "openid email")
    assert "hush" not in repr(config)
    here = read_config(SIGN_ON | {"PB_OIDC_ISSUER": "http://127.0.0.1:81"}).sign_on
    assert here is not None
    assert here.issuer == "http://127.0.0.1:81"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PB_OIDC_ISSUER", ""),
        ("PB_OIDC_ISSUER", "http://login.cyngor.example"),
        ("PB_OIDC_ISSUER", "http://127.0.0.1.evil.example"),
        ("PB_OIDC_ISSUER", "https://login.cyngor.example?tenant=1"),
        ("PB_OIDC_ISSUER", "https://login.cyngor.example/#x"),
        ("PB_OIDC_ISSUER", "https://login.microsoftonline.com/common/v2.0"),
        ("PB_OIDC_ISSUER", "https://login.microsoftonline.com/organizations/v2.0"),
        ("PB_OIDC_CLIENT_ID", ""),
        ("PB_OIDC_SCOPE", "email"),
    ],
)
def test_a_wrong_setting_of_sign_on_is_a_fault(name: str, value: str) -> None:
    with pytest.raises(ConfigFaults, match=name) as found:
        read_config(SIGN_ON | {"PB_OIDC_CLIENT_SECRET": "hush", name: value})
    assert "hush" not in str(found.value)
