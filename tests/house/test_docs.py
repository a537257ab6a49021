"""The documents are true where that can be checked: links lead somewhere, commands and settings exist.

It reads no prose for style.
"""

import re
from itertools import zip_longest
from pathlib import Path

from tests.house.tree import DOCS, ROOT, makefile_targets, named, project_files

PAGES = [path for path in project_files() if path.suffix == ".md" and not named(path).startswith("tests/")]
DECISIONS = sorted((DOCS / "decisions").glob("*.md"))
LINK = re.compile(r"""(?:\[[^\]]*\]\(|<img src=")([^)\s"]+)[)"]""")
MAKE = re.compile(r"\bmake ([a-z][a-z-]+)\b(?!,)")
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.S)


def test_links_lead_somewhere() -> None:
    lost = [
        f"{named(page)}: {link}"
        for page in PAGES
        for link in LINK.findall(CODE.sub("", page.read_text(encoding="utf-8")))
        if not re.match(r"[a-z]+:", link) and not _leads_somewhere(page, link)
    ]
    assert lost == []


def test_commands_exist() -> None:
    unknown = [
        f"{named(page)}: make {name}"
        for page in PAGES
        for code in CODE.findall(page.read_text(encoding="utf-8"))
        for name in MAKE.findall(code)
        if name not in makefile_targets()
    ]
    assert unknown == []


def test_make_runs_what_exists() -> None:
    modules = re.findall(
        r"-m ((?:pb|benchmarks|migrations)[\w.]*)", (ROOT / "Makefile").read_text(encoding="utf-8")
    )
    places = {name: ROOT / name.replace(".", "/") for name in modules}
    assert [
        name
        for name, place in places.items()
        if not place.with_suffix(".py").is_file() and not (place / "__main__.py").is_file()
    ] == []


def test_readme_shows_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert {"demo", "test"} <= {name for code in CODE.findall(text) for name in MAKE.findall(code)}


def test_every_setting_is_explained() -> None:
    settings = set(re.findall(r"\bPB_[A-Z_]+\b", (ROOT / "pb" / "config.py").read_text(encoding="utf-8")))
    explained = (DOCS / "running.md").read_text(encoding="utf-8")
    assert sorted(name for name in settings if f"`{name}`" not in explained) == []


def test_decisions_are_numbered_without_gaps() -> None:
    assert [path.name[:5] for path in DECISIONS] == [
        f"{number:04}-" for number in range(1, len(DECISIONS) + 1)
    ]


def test_each_decision_says_why_and_what_follows() -> None:
    headings = {
        named(path): re.findall(r"^## (.+)$", path.read_text(encoding="utf-8"), re.M) for path in DECISIONS
    }
    assert [name for name, said in headings.items() if said != ["Context", "Decision", "Consequences"]] == []


def _leads_somewhere(page: Path, link: str) -> bool:
    name, _, anchor = link.partition("#")
    target = (page.parent / name).resolve() if name else page
    if not target.exists():
        return False
    if not anchor:
        return True
    headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.M)
    return anchor in {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def blocks_of(page: Path) -> list[str]:
    """The kinds of a page's blocks in order: `## heading`, `- item`, `| row`, `code`, `text`."""
    kinds = []
    for block in re.split(r"\n\s*\n", page.read_text(encoding="utf-8").strip()):
        lines = block.splitlines()
        if lines[0].startswith(("    ", "```")):
            kinds.append("code")
        elif lines[0].startswith("#"):
            kinds.append(lines[0].split()[0])
        else:
            marked = [re.match(r"(- |\d+\. |\|)", line) for line in lines]
            kinds += [found[1].strip() for found in marked if found] or ["text"]
    return kinds


def test_both_languages_of_a_document_have_the_same_parts() -> None:
    """Heading for heading, paragraph for paragraph, row for row: nobody is told less."""
    pairs = [(page.with_suffix("").with_suffix(".md"), page) for page in PAGES if ".cy." in page.name]
    assert pairs
    unlike = [
        f"{named(cy)}: part {at} is {theirs!r}, in English {ours!r}"
        for en, cy in pairs
        for at, (ours, theirs) in enumerate(zip_longest(blocks_of(en), blocks_of(cy)), 1)
        if ours != theirs
    ]
    assert unlike[:3] == []
    assert {"#", "##", "text", "-", "|", "code"} <= set(blocks_of(DOCS / "auditing.md"))
