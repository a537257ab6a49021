"""The fields of a form as somebody would fill them in who uses every one, found in the page itself.

It knows no form: a new one is covered by being shown.
"""

from xml.etree.ElementTree import Element

from tests.web.page import Shown

TICKED = ("checkbox", "radio")
NOT_TYPED = ("submit", "button", "image", "file", "hidden", *TICKED)
LIKELY = {"postcode": "SA99 1AA", "phone": "07700 900123"}
Values = dict[str, str | list[str]]


def forms_of(shown: Shown) -> list[Element]:
    """Every form on the page that posts, but for the header's."""
    forms = shown.all(".//main//form")
    return [form for form in forms if form.get("method", "get").lower() == "post"]


def buttons_of(form: Element) -> list[tuple[str, str]]:
    """What each button says that says anything."""
    return [
        (button.get("name", ""), button.get("value", ""))
        for button in form.iter("button")
        if button.get("name")
    ]


def typed_fields(form: Element) -> list[str]:
    """The names of the fields that take words."""
    names = [
        field.get("name", "")
        for field in form.iter()
        if field.tag == "textarea" or (field.tag == "input" and field.get("type", "text") not in NOT_TYPED)
    ]
    return [name for name in names if name]


def filled(form: Element) -> Values:
    """What is sent when every empty field gets likely words, every box a tick, every list its last choice."""
    sent: Values = {}
    for field in form.iter():
        name, kind, value = field.get("name"), field.get("type", "text"), field.get("value", "")
        if not name or field.tag not in ("input", "textarea", "select", "button") or kind == "file":
            continue
        if field.tag == "textarea":
            sent[name] = "".join(field.itertext()) or "Prawf"
        elif field.tag == "select":
            sent[name] = [option.get("value", "") for option in field.iter("option")][-1]
        elif kind == "checkbox":
            before = sent.get(name, [])
            sent[name] = [*([before] if isinstance(before, str) else before), value or "on"]
        elif kind in ("radio", "hidden") or field.tag == "button":
            sent[name] = value
        else:
            sent[name] = value or _likely(name, kind, field.get("inputmode", ""))
    return sent


def _likely(name: str, kind: str, mode: str) -> str:
    if kind == "email" or mode == "email":
        return "newydd@cwm.example"
    if name in LIKELY:
        return LIKELY[name]
    if kind == "password":
        return "cennin pedr melyn 1"
    if name.endswith("_date"):
        return "1/6/2026"
    if name.endswith("_time"):
        return "12:00"
    return "1" if mode in ("numeric", "decimal") or "amount" in name else "Prawf"
