"""The cookies of the site: their names, and how they are put and dropped.

It holds no sessions; a token's meaning is known to the services alone.
"""

from starlette.requests import Request
from starlette.responses import Response

SESSION = "pb_session"
VOTER = "pb_voter"
PROVING = "pb_proving"
DESK = "pb_desk"  # the session of a teller whose device a voter holds
SIGN_ON = "pb_sign_on"  # a journey to the council's sign-in
CARRIED = "pb_carried"  # choices that wait here for its end
NOTICE = "pb_notice"
NOTICE_SECONDS = 120
OF_VOTERS = (VOTER, PROVING, SIGN_ON, CARRIED)  # nothing of them is left for whoever has the device next


def full_name(name: str, *, secure: bool) -> str:
    """The name as sent. `__Host-` binds a cookie to this very host, and browsers take it over https only."""
    return f"__Host-{name}" if secure else name


def read(request: Request, name: str, *, secure: bool) -> str | None:
    """The value of one of our secret cookies, or None."""
    return request.cookies.get(full_name(name, secure=secure)) or None


def put(response: Response, name: str, value: str, *, secure: bool, seconds: int | None = None) -> None:
    """Set a secret cookie; without `seconds` it ends with the browser."""
    response.set_cookie(
        full_name(name, secure=secure), value, max_age=seconds, secure=secure, httponly=True, samesite="lax"
    )


def drop(response: Response, name: str, *, secure: bool) -> None:
    """Take a secret cookie away."""
    response.delete_cookie(full_name(name, secure=secure), secure=secure, httponly=True, samesite="lax")


def clear_voter(response: Response, *, secure: bool) -> None:
    """Take away everything of whoever voted on this device."""
    for name in OF_VOTERS:
        drop(response, name, secure=secure)
