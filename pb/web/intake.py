"""Reading the body of a request into a Form, within limits, whatever is sent.

It trusts nothing: no size that was announced, no encoding, no file name.
"""

import asyncio

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import ClientDisconnect, Request

from pb.web.forms import FIELDS, Form, FormTooLarge, Upload

FILES = 10
MOST_SECONDS = 60  # a body that trickles in more slowly is nobody's form


class FormUnreadable(Exception):
    """A body that is no form at all."""


async def read_form(request: Request, most_bytes: int) -> Form:
    """The form of a POST. Raises FormTooLarge or FormUnreadable."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await _body(request, most_bytes)
    if kind == "application/x-www-form-urlencoded":
        return Form.from_query(body)
    if kind == "multipart/form-data":
        return await _multipart(request, most_bytes)
    if body:
        raise FormUnreadable
    return Form()


async def _body(request: Request, most_bytes: int) -> bytes:
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced) > most_bytes:
        raise FormTooLarge
    chunks: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(MOST_SECONDS):
            async for chunk in request.stream():
                size += len(chunk)
                if size > most_bytes:
                    raise FormTooLarge
                chunks.append(chunk)
    except (ClientDisconnect, TimeoutError) as error:
        raise FormUnreadable from error
    body = b"".join(chunks)
    request._body = (
        body  # where Starlette itself keeps a body once read, so that its form parser can go over it
    )
    return body


async def _multipart(request: Request, most_bytes: int) -> Form:
    try:
        data = await request.form(max_files=FILES, max_fields=FIELDS, max_part_size=most_bytes)
    except (HTTPException, MultiPartException) as error:
        said = error.detail if isinstance(error, HTTPException) else error.message
        too_much = "maximum" in said.lower()
        raise (FormTooLarge if too_much else FormUnreadable) from error
    except UnicodeError as error:  # the sender names the encoding, and some encodings decode nothing
        raise FormUnreadable from error
    pairs: list[tuple[str, str]] = []
    files: dict[str, tuple[Upload, ...]] = {}
    for name, value in data.multi_items():
        if isinstance(value, UploadFile):
            file = Upload((value.filename or "").replace("\0", ""), await value.read())
            files[name] = (*files.get(name, ()), file)
        else:
            pairs.append((name, value))
    await data.close()
    return Form.of(pairs, files)
