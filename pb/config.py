"""The deployment's settings, read once from the environment.

All faults are listed together, so that a newcomer mends them in one go. Only the command line imports this.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

NOTIFY_URL = "https://api.notifications.service.gov.uk"
_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_TEXTS_PER_HOUR = 300

_OIDC = (
    "PB_OIDC_ISSUER", "PB_OIDC_CLIENT_ID", "PB_OIDC_CLIENT_SECRET", "PB_OIDC_NAME_CY", "PB_OIDC_NAME_EN",
    "PB_OIDC_POSTCODE_CLAIM", "PB_OIDC_WARD_CLAIM", "PB_OIDC_ELIGIBLE_CLAIM", "PB_OIDC_SCOPE",
)  # fmt: skip


class ConfigFaults(Exception):
    """What is wrong with the settings, a sentence each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOnConfig:
    """The council's provider of accounts, by OpenID Connect."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name_cy: str
    name_en: str
    postcode_claim: str
    ward_claim: str
    eligible_claim: str
    scope: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    data_folder: Path
    database_url: str
    base_url: str
    host: str
    port: int
    mail_from: str
    smtp_url: str | None
    texts: str | None = None  # "folder", "notify", or None: there are no text messages
    texts_per_hour: int = _TEXTS_PER_HOUR
    notify_url: str = NOTIFY_URL
    notify_key: str = field(default="", repr=False)
    notify_template: str = ""
    sign_on: SignOnConfig | None = None


def read_config(environment: Mapping[str, str]) -> Config:
    """The settings in `environment`. Raises ConfigFaults with every fault found.

    `PB_DATA_DIR`, `PB_DATABASE_URL`, `PB_BASE_URL`, `PB_HOST`, `PB_PORT`, `PB_MAIL_FROM`, `PB_SMTP_URL`,
    and those of text messages: `PB_TEXTS`, `PB_TEXTS_PER_HOUR`, `PB_NOTIFY_KEY`, `PB_NOTIFY_TEMPLATE`,
    `PB_NOTIFY_URL`; and those of council sign-on, which are listed above.
    """
    faults: list[str] = []
    data = Path(environment.get("PB_DATA_DIR") or "data").absolute()
    host = environment.get("PB_HOST") or "127.0.0.1"
    port_text = environment.get("PB_PORT") or "8000"
    port = int(port_text) if port_text.isascii() and port_text.isdigit() else 0
    if not 0 < port < 65536:
        faults.append(f"PB_PORT must be a number from 1 to 65535, not {port_text!r}.")
    base_url = (environment.get("PB_BASE_URL") or f"http://{_shown(host)}:{port}").rstrip("/")
    if urlsplit(base_url).scheme not in ("http", "https") or not urlsplit(base_url).hostname:
        faults.append("PB_BASE_URL must be a web address such as https://vote.example.org.")
    database_url = environment.get("PB_DATABASE_URL") or f"sqlite:///{data / 'pb.db'}"
    if not database_url.startswith(("sqlite:///", "postgresql:", "postgresql+psycopg:")):
        faults.append("PB_DATABASE_URL must begin with sqlite:/// or postgresql://.")
    smtp_url = environment.get("PB_SMTP_URL") or None
    if smtp_url and urlsplit(smtp_url).scheme not in ("smtp", "smtps"):
        faults.append("PB_SMTP_URL must begin with smtp:// or smtps://.")
    mail_from = environment.get("PB_MAIL_FROM") or f"cronfa@{urlsplit(base_url).hostname or 'localhost'}"
    sign_on = _read_sign_on(environment, faults)
    config = Config(
        data_folder=data,
        database_url=database_url,
        base_url=base_url,
        host=host,
        port=port,
        mail_from=mail_from,
        smtp_url=smtp_url,
        sign_on=sign_on,
    )
    config = _with_texts(config, environment, faults)
    if faults:
        raise ConfigFaults("\n".join(faults))
    return config


def _read_sign_on(environment: Mapping[str, str], faults: list[str]) -> SignOnConfig | None:
    """Council sign-on where anything of it is set; what is wrong in it is added to `faults`."""
    given = {name: environment.get(name) or "" for name in _OIDC}
    if not any(given.values()):
        return None
    issuer = urlsplit(given["PB_OIDC_ISSUER"])
    here = issuer.hostname in ("localhost", "127.0.0.1", "::1")
    if issuer.scheme != "https" and not (issuer.scheme == "http" and here):
        faults.append("PB_OIDC_ISSUER must be a web address that begins with https://.")
    if issuer.query or issuer.fragment or not issuer.hostname:
        faults.append("PB_OIDC_ISSUER must be the provider's issuer, without a question mark or a hash sign.")
    if issuer.path.strip("/").split("/")[0] in ("common", "organizations", "consumers"):
        faults.append("PB_OIDC_ISSUER must name the council's own tenant: this one is for everybody.")
    if not given["PB_OIDC_CLIENT_ID"]:
        faults.append("PB_OIDC_CLIENT_ID must be set where PB_OIDC_ISSUER is.")
    scope = given["PB_OIDC_SCOPE"] or "openid email"
    if "openid" not in scope.split():
        faults.append("PB_OIDC_SCOPE must contain openid.")
    return SignOnConfig(
        issuer=given["PB_OIDC_ISSUER"],
        client_id=given["PB_OIDC_CLIENT_ID"],
        client_secret=given["PB_OIDC_CLIENT_SECRET"],
        name_cy=given["PB_OIDC_NAME_CY"],
        name_en=given["PB_OIDC_NAME_EN"],
        postcode_claim=given["PB_OIDC_POSTCODE_CLAIM"],
        ward_claim=given["PB_OIDC_WARD_CLAIM"],
        eligible_claim=given["PB_OIDC_ELIGIBLE_CLAIM"],
        scope=scope,
    )


def _with_texts(config: Config, environment: Mapping[str, str], faults: list[str]) -> Config:
    """The settings of text messages; what is wrong with them is added to `faults`."""
    key, template = environment.get("PB_NOTIFY_KEY") or "", environment.get("PB_NOTIFY_TEMPLATE") or ""
    texts = environment.get("PB_TEXTS") or ("notify" if key or template else None)
    url = (environment.get("PB_NOTIFY_URL") or NOTIFY_URL).rstrip("/")
    most = environment.get("PB_TEXTS_PER_HOUR") or str(_TEXTS_PER_HOUR)
    if texts not in ("folder", "notify", None):
        faults.append("PB_TEXTS must be folder or notify.")
    if texts == "notify" and not re.fullmatch(rf".*-{_UUID}-{_UUID}", key):
        faults.append("PB_NOTIFY_KEY must be a whole API key: a name, then two identifiers.")
    if texts == "notify" and not re.fullmatch(_UUID, template):
        faults.append("PB_NOTIFY_TEMPLATE must be the identifier of a template for text messages.")
    if not re.match(r"https://.|http://(?:localhost|127\.0\.0\.1)(?:[:/]|$)", url):
        faults.append("PB_NOTIFY_URL must begin with https://.")
    if not re.fullmatch("[0-9]{1,6}", most):
        faults.append(f"PB_TEXTS_PER_HOUR must be a number up to 999999, not {most!r}.")
        return config
    return replace(
        config,
        texts=texts,
        texts_per_hour=int(most),
        notify_url=url,
        notify_key=key,
        notify_template=template,
    )


def _shown(host: str) -> str:
    return "localhost" if host in ("0.0.0.0", "::", "127.0.0.1") else host  # noqa: S104 # compared, not bound
