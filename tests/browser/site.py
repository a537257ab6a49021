"""A live site for browser tests: a real server over a real database, with a clock that tests can move.

It knows no page; `person` is how a test moves through them.
"""

import os
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Download, Page, ViewportSize

from pb.services.work import Worker
from pb.web.app import create_app
from tests.world import World

PHONE = ViewportSize(width=360, height=740)
# Seconds that a page may take. The long tests run beside other work, on machines that stand still at times.
PATIENCE = 60 if os.environ.get("PB_TEST_EFFORT") == "long" else 10
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Site:
    """The address of a running site, and the world behind it."""

    def __init__(self, world: World, base_url: str) -> None:
        self.world = world
        self.base_url = base_url
        self.looked_at: set[str] = set()  # by axe, which takes its time: a page once in each language

    def link_in_last_letter(self) -> str:
        """The path of the link in the last letter, as far as the token."""
        found = re.search(
            r"/(?:cy|en)(/(?:confirm|reset|invitations)/\S+)", self.world.letters.letters[-1].body
        )
        assert found is not None
        return found[1]


@contextmanager
def running_site(folder: Path) -> Iterator[Site]:
    """A site on a free port of this machine, stopped at the end."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    base_url = f"http://127.0.0.1:{port}"
    world = World(folder, base_url=base_url)
    app = create_app(world.deps, beside=Worker(world.deps).running)
    config = uvicorn.Config(app, port=port, log_level="error", access_log=False, lifespan="on")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 10
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.01)
    try:
        yield Site(world, base_url)
    finally:
        server.should_exit = True
        thread.join(10)
        world.close()


class Person:
    """Somebody with a phone: opens pages, fills in fields by name, presses buttons.

    Every page that comes up is checked: no sideways scrolling, no fault of our own, and (with scripts, which
    the checker needs) nothing that axe objects to.
    """

    def __init__(
        self,
        browser: Browser,
        site: Site,
        *,
        language: str,
        scripts: bool,
        viewport: ViewportSize = PHONE,
        with_axe: bool = True,
    ) -> None:
        self.site, self.language, self.scripts, self.with_axe = site, language, scripts, with_axe
        self.context = browser.new_context(
            viewport=viewport, java_script_enabled=scripts, accept_downloads=True
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE * 1000)
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on(
            "console",
            lambda said: (
                self.complaints.append(f"console: {said.text}")
                if said.type == "error" and "status of 4" not in said.text
                else None
            ),
        )

    @property
    def path(self) -> str:
        """Where the person is, without the language."""
        return self.page.url.removeprefix(self.site.base_url).removeprefix(f"/{self.language}")

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    @property
    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def open(self, path: str) -> None:
        """Type an address."""
        self.page.goto(f"{self.site.base_url}/{self.language}{path}")
        self.look()

    def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            self.page.locator(f"[name='{name}']").fill(value)

    def choose(self, name: str, value: str) -> None:
        """Pick a radio button, tick a box, or choose from a list."""
        found = self.page.locator(f"[name='{name}']")
        if found.first.evaluate("element => element.tagName") == "SELECT":
            found.select_option(value)
        else:
            self.page.locator(f"[name='{name}'][value='{value}']").check()

    def press(self, selector: str = "#page-form button[type=submit]:not([formaction])") -> None:
        """Press a button or follow a link, and wait until the new page stands."""
        self.page.locator("h1").evaluate("heading => heading.setAttribute('data-seen', '1')")
        self.page.locator(selector).first.click()
        self.page.wait_for_selector("h1:not([data-seen])", state="attached")
        self.page.wait_for_load_state()
        self.look()

    def press_and_wait(self, until: str) -> None:
        """Press the button of work that is done beside the site, and stay on its page until it leads on."""
        self.press()
        self.page.wait_for_url(f"**{until}")
        self.page.wait_for_load_state()
        self.look()

    def download(self, selector: str = "#page-form button[type=submit]:not([formaction])") -> Download:
        with self.page.expect_download() as caught:
            self.page.locator(selector).first.click()
        return caught.value

    def look(self) -> None:
        """Check the page that has come up."""
        where = f"{self.path} ({self.language})"
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
        assert not wide, f"{where} scrolls sideways"
        edges = self.page.locator(".wordmark, h1").evaluate_all(
            "all => all.map(one => Math.round(one.getBoundingClientRect().left))"
        )
        assert len(set(edges)) == 1, f"{where}: header and heading do not begin at one line: {edges}"
        assert self.page.locator("html").get_attribute("lang") == self.language, where
        if self.scripts and self.with_axe and where not in self.site.looked_at:
            self.site.looked_at.add(where)
            # At the foot of a page the bar of a ballot paper covers nothing: what it covers is small to axe.
            top = self.page.evaluate("[scrollY, scrollTo(0, document.body.scrollHeight)][0]")
            found = Axe().run(self.page, options={"runOnly": {"type": "tag", "values": AXE_TAGS}})
            self.page.evaluate("top => scrollTo(0, top)", top)
            objections = [
                f"{v['id']} ({v['impact']}): {[node['target'] for node in v['nodes'][:3]]}"
                for v in found.response["violations"]
            ]
            assert not objections, f"{where}: {objections}"
        complaints, self.complaints[:] = list(self.complaints), []
        assert not complaints, f"{where}: {complaints}"

    def sign_in(self, email: str, password: str) -> None:
        self.open("/sign-in")
        self.fill(email=email, password=password)
        self.press()

    def leave(self) -> None:
        self.context.close()
