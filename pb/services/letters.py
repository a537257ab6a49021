"""The words of letters sent by e-mail, in the reader's language, or in both where it is unknown, Welsh first.

It sends through the mailer it is given, and never after a mistake of ours that has been rolled back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pb.domain.refusals import Kind, Refusal
from pb.domain.text import LANGUAGES, Language
from pb.i18n.catalog import words
from pb.i18n.marks import N_, Mark, say
from pb.services.deps import Deps
from pb.services.mail import Letter

WELCOME_BOTH = N_("You may write to us in Welsh or English. Writing in Welsh will not lead to delay.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A letter's subject and paragraphs; `link` stands on a line of its own after the paragraph before it."""

    subject: Mark
    before: tuple[Mark, ...]
    after: tuple[Mark, ...] = ()


CONFIRM = Wording(
    subject=N_("Finish making your account"),
    before=(
        N_("Somebody, we hope you, asked to make an account with this address. Open this page to finish:"),
    ),
    after=(N_("The link works once, for two days. If it was not you, do nothing: no account will be made."),),
)
ALREADY_HERE = Wording(
    subject=N_("You already have an account"),
    before=(
        N_("Somebody, we hope you, asked to make an account with this address, and it has one already."),
        N_("If you have forgotten your password, choose a new one here:"),
    ),
    after=(N_("The link works once, for one hour. If it was not you, do nothing."),),
)
RESET = Wording(
    subject=N_("Choose a new password"),
    before=(N_("Somebody, we hope you, asked for a new password. Open this page to choose one:"),),
    after=(
        N_("The link works once, for one hour. If it was not you, do nothing: your password stays as it is."),
    ),
)
NO_ACCOUNT = Wording(
    subject=N_("You have no account yet"),
    before=(
        N_("Somebody, we hope you, asked for a new password, but there is no account with this address."),
        N_("If you want an account, open this page to make one:"),
    ),
    after=(N_("The link works once, for two days. If it was not you, do nothing: no account will be made."),),
)
INVITE = Wording(
    subject=N_("You are invited to help run a community fund"),
    before=(
        N_("Organisation: %(organisation)s"),
        N_("Your role: %(role)s"),
        N_("Open this page to take up the invitation:"),
    ),
    after=(N_("The link works once, for two weeks."),),
)
ACCEPTED = Wording(
    subject=N_("Your proposal will be on the ballot paper"),
    before=(
        N_("Proposal: %(title)s"),
        N_("Your proposal has been accepted for the vote. The reason is here:"),
    ),
)
DECLINED = Wording(
    subject=N_("Your proposal will not go to the vote"),
    before=(
        N_("Proposal: %(title)s"),
        N_("Your proposal has not been accepted for the vote. The reason is here:"),
    ),
    after=(
        N_("If you think this is a mistake, write to the organisers. Their address is on the round's page."),
    ),
)


def send(
    deps: Deps, wording: Wording, *, to: str, path: str, languages: tuple[Language, ...] = LANGUAGES,
    facts: Mapping[Language, Mapping[str, Any]] | None = None, name: str = "",
) -> None:  # fmt: skip
    """Send a letter with a link to `path` (without its language) in each of `languages`, in that order.

    Raises Refusal `letter-not-sent` (UNAVAILABLE) where the mail server does not take it.
    """
    parts = [_part(deps, wording, path, language, (facts or {}).get(language, {})) for language in languages]
    subject = " | ".join(say(wording.subject, words(language)) for language in languages)
    letter = Letter(to=to, subject=subject, body=("\n\n" + "-" * 40 + "\n\n").join(parts) + "\n", name=name)
    try:
        deps.mailer.send(letter)
    except OSError as error:
        raise Refusal("letter-not-sent", Kind.UNAVAILABLE) from error


def _part(deps: Deps, wording: Wording, path: str, language: Language, facts: Mapping[str, Any]) -> str:
    spoken = words(language)
    link = f"{deps.settings.base_url}/{language}{path}"
    before = [say(mark, spoken, facts) for mark in wording.before]
    after = [say(mark, spoken, facts) for mark in wording.after]
    return "\n\n".join([*before, link, *after, say(WELCOME_BOTH, spoken)])
