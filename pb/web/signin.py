"""Pages of signing in and out, joining, a new password, and one's own account.

They hold no sessions: tokens come from the service and go into the cookie.
"""

from starlette.responses import Response

from pb.domain.people import need_resident
from pb.domain.signin import Purpose
from pb.services import signin
from pb.web import cookies
from pb.web.render import redirect, render
from pb.web.visit import Visit
from pb.web.ways import Way


def show_sign_in(visit: Visit) -> Response:
    """GET /sign-in: address and password; a signed-in person is sent on."""
    if visit.viewer is not None and visit.typed is None:
        return redirect(visit, _next(visit.query.raw("next")))
    wanted = (visit.typed or visit.query).raw("next")
    return render(visit, "signin/sign_in.html", next=_next(wanted, default=""))


def post_sign_in(visit: Visit) -> Response:
    """POST /sign-in: open a session; those with a role begin where their work is."""
    token = signin.sign_in(
        visit.deps,
        email=visit.form.raw("email"),
        password=visit.form.raw("password"),
        network=visit.network,
    )
    viewer = signin.load_viewer(visit.deps, token)
    home = "/organise" if viewer and viewer.memberships else "/"
    return _signed_in(visit, token, _next(visit.form.raw("next"), default=home), notice="signed-in")


def show_sign_out(visit: Visit) -> Response:
    """GET /sign-out: asks once, for those who came by address."""
    return render(visit, "signin/sign_out.html") if visit.viewer else redirect(visit, "/")


def post_sign_out(visit: Visit) -> Response:
    """POST /sign-out: end the session and tell the browser to forget it."""
    if visit.session_token:
        signin.sign_out(visit.deps, visit.session_token)
    response = redirect(visit, "/", notice="signed-out")
    cookies.drop(response, cookies.SESSION, secure=visit.secure)
    response.headers["clear-site-data"] = '"cache", "storage"'
    return response


def show_join(visit: Visit) -> Response:
    """GET /join: an address to send a link to."""
    return render(visit, "signin/join.html", sent=visit.query.raw("sent") == "1")


def post_join(visit: Visit) -> Response:
    """POST /join: send the link."""
    signin.ask_to_join(
        visit.deps, email=visit.form.raw("email"), language=visit.language, network=visit.network
    )
    return redirect(visit, "/join?sent=1")


def show_reset(visit: Visit) -> Response:
    """GET /reset: an address to send a link to."""
    return render(visit, "signin/reset.html", sent=visit.query.raw("sent") == "1")


def post_reset(visit: Visit) -> Response:
    """POST /reset: send the link, if there is an account."""
    signin.ask_reset(
        visit.deps, email=visit.form.raw("email"), language=visit.language, network=visit.network
    )
    return redirect(visit, "/reset?sent=1")


def show_confirm(visit: Visit) -> Response:
    """GET /confirm/{token}: a name and a password finish the account."""
    sent = signin.view_mail_token(visit.deps, visit.params["token"], Purpose.CONFIRM)
    return render(visit, "signin/confirm.html", email=sent.email)


def post_confirm(visit: Visit) -> Response:
    """POST /confirm/{token}: make the account and open a session."""
    token = signin.finish_joining(
        visit.deps,
        visit.params["token"],
        name=visit.form.raw("name"),
        password=visit.form.raw("password"),
        language=visit.language,
    )
    return _signed_in(visit, token, "/my/proposals", notice="account-made")


def show_new_password(visit: Visit) -> Response:
    """GET /reset/{token}: a new password."""
    sent = signin.view_mail_token(visit.deps, visit.params["token"], Purpose.RESET)
    return render(visit, "signin/new_password.html", email=sent.email)


def post_new_password(visit: Visit) -> Response:
    """POST /reset/{token}: set it, end other sessions, open one."""
    token = signin.reset_password(visit.deps, visit.params["token"], password=visit.form.raw("password"))
    return _signed_in(visit, token, "/account", notice="password-changed")


def show_account(visit: Visit) -> Response:
    """GET /account: name, language, roles."""
    return render(visit, "signin/account.html", person=need_resident(visit.viewer))


def post_account(visit: Visit) -> Response:
    """POST /account: change name and language."""
    signin.change_account(
        visit.deps,
        need_resident(visit.viewer),
        name=visit.form.raw("name"),
        language="cy" if visit.form.raw("language") == "cy" else "en",
    )
    return redirect(visit, "/account", notice="saved")


def show_password(visit: Visit) -> Response:
    """GET /account/password: the present password and a new one."""
    return render(visit, "signin/password.html", person=need_resident(visit.viewer))


def post_password(visit: Visit) -> Response:
    """POST /account/password: change it and end other sessions."""
    token = signin.change_password(
        visit.deps,
        need_resident(visit.viewer),
        old=visit.form.raw("old_password"),
        new=visit.form.raw("new_password"),
    )
    return _signed_in(visit, token, "/account", notice="password-changed")


def _signed_in(visit: Visit, token: str, path: str, *, notice: str) -> Response:
    response = redirect(visit, path, notice=notice)
    cookies.put(response, cookies.SESSION, token, secure=visit.secure)
    return response


def _next(path: str, *, default: str = "/") -> str:
    """Where to go after signing in: a plain path of this site, without its language; never another site."""
    plain = path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()
    return path if plain and len(path) <= 300 else default


WAYS = (
    Way("/sign-in", show_sign_in, post_sign_in, private=True),
    Way("/sign-out", show_sign_out, post_sign_out, private=True),
    Way("/join", show_join, post_join, private=True),
    Way("/confirm/{token}", show_confirm, post_confirm, private=True),
    Way("/reset", show_reset, post_reset, private=True),
    Way("/reset/{token}", show_new_password, post_new_password, private=True),
    Way("/account", show_account, post_account, private=True),
    Way("/account/password", show_password, post_password, private=True),
)
