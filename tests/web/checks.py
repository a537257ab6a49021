"""What is checked on every page: HTML, headings, title, ids, labels, headers, and no English among the Welsh.

It fetches nothing; `page` does.
"""

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from babel.messages.pofile import read_po

from pb.i18n import catalog
from pb.web.render import SITE_NAME

if TYPE_CHECKING:
    from tests.web.page import Shown

_UNLABELLED = frozenset({"hidden", "submit", "button", "image", "reset"})
_ENGLISH = re.compile(r"\b(the|and|of|your|you|with|this|will|have|are|that|from|not)\b", re.IGNORECASE)
_HEADING = re.compile(r"h[1-6]")


def words_of(element: Element | None) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())


def problems_of(shown: "Shown") -> list[str]:
    """Everything that is wrong with a page, a line each."""
    return [
        *_headers(shown), *_title(shown), *_ids(shown), *_labels(shown), *_inline(shown), *_headings(shown),
        *(_english(shown) if shown.language == "cy" else ()),
    ]  # fmt: skip


def _headers(shown: "Shown") -> list[str]:
    wanted = {
        "content-security-policy": "default-src 'none'", "x-content-type-options": "nosniff",
        "referrer-policy": "", "cross-origin-opener-policy": "same-origin", "cache-control": "",
    }  # fmt: skip
    return [
        f"header {name}"
        for name, value in wanted.items()
        if value not in shown.headers.get(name, "-missing-") or name not in shown.headers
    ]


def _title(shown: "Shown") -> list[str]:
    found = []
    h1s = [words_of(h1) for h1 in shown.all(".//h1")]
    if len(h1s) != 1:
        return [f"{len(h1s)} h1"]
    title = re.sub(r"^(Error:|Gwall:) ", "", words_of(shown.root.find("head/title")))
    caption = words_of(shown.root.find(".//main/p[@class='caption']"))  # of what the page is a part
    if title != " – ".join(filter(None, (h1s[0], caption, SITE_NAME))):
        found.append(f"title {title!r} is not the heading {h1s[0]!r}, {caption!r} and the site's name")
    for name, element in (("html", shown.root), ("body", shown.root.find("body"))):
        if element is None or element.get("lang") != shown.language:
            found.append(f"<{name} lang> is not {shown.language!r}")
    return found


def _ids(shown: "Shown") -> list[str]:
    ids = [element.get("id", "") for element in shown.root.iter() if element.get("id") is not None]
    known = set(ids)
    found = [f"id {name!r} twice" for name in known if ids.count(name) > 1 or not name]
    for element in shown.root.iter():
        for attribute in ("aria-describedby", "aria-labelledby", "aria-controls", "for", "form"):
            for name in element.get(attribute, "").split():
                if name not in known:
                    found.append(f"{attribute}={name!r} points to nothing")
        href = element.get("href", "")
        if element.tag == "a" and href.startswith("#") and href[1:] not in known:
            found.append(f"link to {href!r} points to nothing")
    return found


def _labels(shown: "Shown") -> list[str]:
    labelled = {label.get("for") for label in shown.all(".//label") if words_of(label)}
    found = []
    for element in shown.root.iter():
        named = element.get("aria-label") or element.get("aria-labelledby") or element.get("title")
        if element.tag in ("input", "select", "textarea") and element.get("type") not in _UNLABELLED:
            if element.get("id") not in labelled and not named:
                found.append(f"<{element.tag} name={element.get('name')!r}> has no label")
        elif element.tag in ("a", "button") and not words_of(element) and not named:
            found.append(f"<{element.tag}> without words")
        elif element.tag == "img" and element.get("alt") is None:
            found.append("<img> without alt")
        elif element.tag == "form" and not element.get("action"):
            found.append("<form> without action")
    return found


def _inline(shown: "Shown") -> list[str]:
    found = []
    for element in shown.root.iter():
        if element.tag == "style" or (element.tag == "script" and not element.get("src")):
            found.append(f"inline <{element.tag}>")
        for name, value in element.attrib.items():
            if name == "style" or name.startswith("on") or value.strip().lower().startswith("javascript:"):
                found.append(f"inline {name} on <{element.tag}>")
    return found


def _headings(shown: "Shown") -> list[str]:
    levels = [int(e.tag[1]) for e in shown.root.iter() if _HEADING.fullmatch(e.tag)]
    return [f"h{before} is followed by h{after}" for before, after in pairwise(levels) if after > before + 1]


def _english(shown: "Shown") -> list[str]:
    """Text on a Welsh page that is a message of ours still in English, or plainly an English sentence."""
    found = []
    for words in _welsh_texts(shown.root.find("body")):
        said = " ".join(words.split())
        if said in _english_messages():
            found.append(f"English on a Welsh page: {said!r}")
        elif len({hit.lower() for hit in _ENGLISH.findall(said)}) >= 3:
            found.append(f"looks English on a Welsh page: {said[:120]!r}")
    return found


def _welsh_texts(element: Element | None) -> list[str]:
    if element is None or element.get("lang", "cy") != "cy" or element.get("translate") == "no":
        return []
    spoken = [element.text or "", *(element.get(name, "") for name in ("aria-label", "alt", "placeholder"))]
    for child in element:
        if child.tag not in ("script", "textarea"):
            spoken += _welsh_texts(child)
        spoken.append(child.tail or "")
    return [words for words in spoken if words.strip()]


@cache
def _english_messages() -> frozenset[str]:
    with (catalog.LOCALES / "cy" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        known = read_po(file, locale="cy")
    return frozenset(
        message.id for message in known
        if isinstance(message.id, str) and message.id and "%(" not in message.id
        and message.string != message.id
    )  # fmt: skip
