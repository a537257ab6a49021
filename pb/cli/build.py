"""From the environment to Deps: the one place where the program is put together.

It serves nothing and decides nothing.
"""

import os
import sys

from pb.config import Config, ConfigFaults, SignOnConfig, read_config
from pb.domain.sign_on import SignOnSettings
from pb.domain.text import Bilingual
from pb.services.deps import Deps, Settings, SignOnProvider, SystemClock, SystemRandomness
from pb.services.hashing import PasswordHasher
from pb.services.keys import KeyFolder
from pb.services.mail import FolderMailer, Mailer, SmtpMailer
from pb.services.notify import Account, NotifyTexter
from pb.services.texts import FolderTexter, Texter
from pb.storage.db import Database
from pb.storage.migrate import State, migrate, state


class NotReady(Exception):
    """Why the program cannot start, as a sentence for whoever started it."""


def config_from_environment() -> Config:
    """The settings. Raises NotReady with every fault."""
    try:
        return read_config(os.environ)
    except ConfigFaults as faults:
        raise NotReady(str(faults)) from None


def build_deps(config: Config) -> Deps:
    """Everything services need, over the database and the folders that `config` names."""
    config.data_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    mailer: Mailer = (
        SmtpMailer(config.smtp_url, sender=config.mail_from)
        if config.smtp_url
        else FolderMailer(config.data_folder / "mail", sender=config.mail_from)
    )
    return Deps(
        db=Database(config.database_url),
        clock=SystemClock(),
        randomness=SystemRandomness(),
        mailer=mailer,
        keys=KeyFolder(config.data_folder / "keys"),
        hasher=PasswordHasher(),
        settings=Settings(base_url=config.base_url, texts_per_hour=config.texts_per_hour),
        texter=_texter(config),
        sign_on=_provider(config.sign_on, config.base_url) if config.sign_on else None,
    )


def _texter(config: Config) -> Texter | None:
    if config.texts == "folder":
        return FolderTexter(config.data_folder / "texts")
    if config.texts != "notify":
        return None
    account = Account(url=config.notify_url, api_key=config.notify_key, template_id=config.notify_template)
    return NotifyTexter(account, SystemClock())


def _provider(config: SignOnConfig, base_url: str) -> SignOnProvider:
    """Council sign-on; what it needs is asked for only here. Raises NotReady where that is not installed."""
    try:
        from pb.services.openid.provider import OpenIdProvider
    except ModuleNotFoundError:
        raise NotReady(
            "Council sign-on needs the package joserfc. Install it with: pip install pb[oidc]"
        ) from None
    settings = SignOnSettings(
        issuer=config.issuer,
        client_id=config.client_id,
        client_secret=config.client_secret,
        name=Bilingual(cy=config.name_cy, en=config.name_en),
        postcode_claim=config.postcode_claim,
        ward_claim=config.ward_claim,
        eligible_claim=config.eligible_claim,
        scope=config.scope,
    )
    return OpenIdProvider(settings, return_to=f"{base_url}/sign-on")


def ready_deps(config: Config) -> Deps:
    """The same over a database that has its tables: a new one gets them. Raises NotReady for an old one."""
    deps = build_deps(config)
    found = state(deps.db)
    if found is State.NEW:
        migrate(deps.db)
    elif found is State.BEHIND:
        raise NotReady("The database is from an earlier version. Make a backup, then run: pb migrate")
    return deps


def complain(fault: object) -> int:
    """Say on standard error what is wrong, and give the exit code for it."""
    print(f"pb: {fault}", file=sys.stderr)
    return 2
