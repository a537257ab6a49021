"""The one form of the archive: what the standard library writes when told names and content alone."""

import io
import zipfile

from pb.verifier.archive import read_archive
from pb.verifier.layout import write_archive

FILES = {"b.json": b"{}", "a.txt": b"hello\n", "counts/x.json": b"", "large.csv": b"row\n" * 5000}


def test_the_form_is_that_of_the_standard_library() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", allowZip64=False) as archive:
        for name in sorted(FILES):
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.create_system = 3
            info.external_attr = 0o644 << 16
            archive.writestr(info, FILES[name])
    assert write_archive(FILES) == target.getvalue()


def test_what_is_written_is_read_without_a_difference() -> None:
    archive = read_archive(write_archive(FILES))
    assert archive.differences == ()
    assert archive.files() == FILES
    assert [name for name, _ in archive.entries] == sorted(FILES)


def test_each_header_field_is_named() -> None:
    whole = write_archive({"a": b"x"})
    fields = {
        4: "version-needed",
        6: "flags",
        8: "method",
        10: "time",
        12: "date",
        14: "crc",
        18: "size",
        28: "extra-length",
    }
    for at, field in fields.items():
        changed = bytearray(whole)
        changed[at] ^= 1
        (difference,) = read_archive(bytes(changed)).differences
        assert (difference.part, difference.entry, difference.field) == ("local", "a", field)


def test_entries_out_of_order_are_found() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("b", b"")
        archive.writestr("a", b"")
    assert "order" in {difference.part for difference in read_archive(target.getvalue()).differences}
