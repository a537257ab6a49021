"""A batch of codes as a spreadsheet file: CSV that opens in any spreadsheet and runs nothing there.

It keeps nothing: the bytes are made for one answer.
"""

import csv
import io

from pb.services.codes import IssuedBatch

COLUMNS = ("code", "address_cy", "address_en", "label", "pots_cy", "pots_en")
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")


def write_code_sheet(issued: IssuedBatch, *, base_url: str) -> bytes:
    """One line a code: UTF-8 with BOM, RFC 4180."""
    place = f"/rounds/{issued.round.id}/vote"
    rest = (
        f"{base_url}/cy{place}",
        f"{base_url}/en{place}",
        issued.batch.label,
        "; ".join(pot.name.in_language("cy")[0] for pot in issued.pots),
        "; ".join(pot.name.in_language("en")[0] for pot in issued.pots),
    )
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    safe = [safe_cell(text) for text in rest]
    for code in issued.codes:
        writer.writerow([code, *safe])
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula. Source: ASVS 5.0, 1.2.10."""
    return f"'{text}" if text.startswith(_RISKY) else text
