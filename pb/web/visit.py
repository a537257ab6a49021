"""One request as a handler sees it: who is looking, in which language, at what, and what they typed.

It reads nothing by itself; the endpoint fills it before the handler runs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from starlette.requests import Request

from pb.domain.people import Viewer
from pb.domain.refusals import Fault, Refusal
from pb.domain.text import Language
from pb.services.hashing import Tried
from pb.web.forms import Form

if TYPE_CHECKING:  # the service layer stands above what this module needs at run time
    from pb.services.deps import Deps


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What every handler gets. `typed` and `faults` are set where a form is shown again."""

    deps: "Deps"
    request: Request
    language: Language
    path: str
    viewer: Viewer | None = None
    params: Mapping[str, str] = field(default_factory=dict)
    query: Form = field(default_factory=Form)
    form: Form = field(default_factory=Form)
    typed: Form | None = None
    faults: tuple[Fault, ...] = ()
    refusal: Refusal | None = None
    htmx: bool = False
    session_token: str | None = None
    voter_token: str | None = None
    desk_token: str | None = None  # on a device that a teller has handed over
    notice: str | None = None
    form_key: bytes = b""
    secure: bool = False
    tried: Tried = field(default_factory=Tried)  # a code that was typed, once it has been hashed
    pressing: bool = False  # the page is drawn with open slots, to be filled in for many people

    @property
    def network(self) -> str:
        """The caller's address, for limits alone: it is kept and shown nowhere."""
        return self.request.client.host if self.request.client else ""

    @property
    def takes_texts(self) -> bool:
        """Whether text messages can be sent here."""
        return self.deps.texter is not None

    def url(self, path: str) -> str:
        """A path of the site in this visit's language: `/rounds/x` -> `/cy/rounds/x`."""
        return f"/{self.language}{path}"

    def here(self, language: Language | None = None, **changed: str | int | None) -> str:
        """The address of this page, perhaps in another language, query fields changed or (None) dropped."""
        pairs = [
            (name, value)
            for name, values in self.query.fields.items()
            if name not in changed
            for value in values
        ]
        pairs += [(name, str(value)) for name, value in changed.items() if value is not None]
        query = urlencode(pairs)
        path = quote(self.path, safe="/:@!$'()*,;=-._~")
        return f"/{language or self.language}{path}" + (f"?{query}" if query else "")

    def value(self, name: str, default: str = "") -> str:
        """What a field shows: what was typed where the form is shown again, else `default`."""
        if self.typed is None:
            return default
        return self.typed.raw(name)

    def values(self, name: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The same for fields with several values. What was not ticked is not there."""
        return default if self.typed is None else self.typed.all(name)

    def fault(self, name: str) -> Fault | None:
        """The first fault of a field."""
        return next((fault for fault in self.faults if fault.field == name), None)
