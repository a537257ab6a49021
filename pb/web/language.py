"""Which language a request is in: its path, else the reader's cookie, else the browser's wish.

It never falls back to English by itself: where nothing is known, both languages are shown, Welsh first.
"""

from urllib.parse import urlsplit

from starlette.requests import Request

from pb.domain.text import LANGUAGES, Language

COOKIE = "pb_language"
YEAR_SECONDS = 365 * 24 * 60 * 60


def split_path(path: str) -> tuple[Language | None, str]:
    """`/cy/rounds/x` -> (`cy`, `/rounds/x`); a path without a language comes back whole."""
    first, _, rest = path.lstrip("/").partition("/")
    if first in LANGUAGES and path.startswith("/" + first):
        return first, "/" + rest
    return None, path


def preferred(request: Request) -> Language | None:
    """What the reader chose before, else what the browser asks for, else None."""
    chosen = request.cookies.get(COOKIE)
    if chosen in LANGUAGES:
        return chosen
    return _asked_for(request.headers.get("accept-language", ""))


def is_chosen_here(request: Request, language: Language) -> bool:
    """Whether this request comes from our own page in the other language or from the front door.

    Only then is the choice remembered: a public page that set cookies on everyone could not be cached.
    """
    try:
        referrer = urlsplit(request.headers.get("referer", ""))
    except ValueError:  # whoever sends the header may write anything there
        return False
    if referrer.netloc != request.headers.get("host"):
        return False
    came_in, path = split_path(referrer.path)
    return path == "/" if came_in is None else came_in != language


def _asked_for(header: str) -> Language | None:
    """The better-liked of our languages in an Accept-Language header: `cy-GB, en;q=0.8` -> `cy`."""
    best: tuple[float, Language] | None = None
    for part in header[:400].split(","):
        tag, _, weight = part.strip().partition(";q=")
        language = tag.split("-")[0].lower()
        try:
            liked = float(weight) if weight else 1.0
        except ValueError:
            continue
        if language in LANGUAGES and liked > 0 and (best is None or liked > best[0]):
            best = (liked, language)
    return best[1] if best else None
