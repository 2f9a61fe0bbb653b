"""What is uploaded is what its name says, and pictures tell nothing but the picture (D-19, D-20, D-36)."""

from __future__ import annotations

import io
import socketserver
import struct
import threading
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from intranet.core.ui.uploads import NotTaken, Verdict, inspect, scan
from intranet.core.ui.uploads.inspecting import clean_name

if TYPE_CHECKING:
    from collections.abc import Iterator

MB = 1024 * 1024


def picture(kind: str = "JPEG", size: tuple[int, int] = (900, 600), **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#0b5f5a").save(out, kind, **options)
    return out.getvalue()


def office(*names: str, mimetype: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        if mimetype:
            parts.writestr("mimetype", mimetype)
        for name in names:
            parts.writestr(name, "x")
    return out.getvalue()


def inspected(name: str, content: bytes) -> Any:
    return inspect(SimpleUploadedFile(name, content), most_bytes=MB)


def with_place() -> bytes:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010F] = "Canary camera"
    exif[0x0112] = 6
    return picture(exif=exif)


def png_header(width: int, height: int) -> bytes:
    """A picture of a few bytes that says it is huge."""
    small = picture("PNG", (1, 1))
    head = struct.pack("!II", width, height)
    chunk = b"IHDR" + head + small[24:29]

    return small[:8] + struct.pack("!I", 13) + chunk + struct.pack("!I", zlib.crc32(chunk)) + small[33:]


def test_picture_is_made_anew_without_place_and_camera() -> None:
    found = inspected("Depot.JPG", with_place())

    assert (found.name, found.type, found.width, found.height) == ("Depot.jpg", "image/jpeg", 480, 720)  # turned upright, as the camera was held
    for kept in (found.content, found.small):
        assert b"Canary" not in kept
        assert not Image.open(io.BytesIO(kept)).getexif()


@pytest.mark.parametrize(("kind", "ending", "type"), [("PNG", "png", "image/png"), ("GIF", "png", "image/png"), ("WEBP", "webp", "image/webp")])
def test_every_kind_of_still_picture_is_taken(kind: str, ending: str, type: str) -> None:
    found = inspected(f"a.{kind.lower()}", picture(kind, (10, 10), comment=b"Canary") if kind == "GIF" else picture(kind, (10, 10)))

    assert (found.name, found.type, b"Canary" in found.content) == (f"a.{ending}", type, False)


def test_bombs_and_moving_pictures_are_refused() -> None:
    frames = [Image.new("RGB", (2, 2), (number, 99, 255 - number)) for number in range(200)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])

    for name, content in (("a.png", png_header(30_000, 30_000)), ("a.png", png_header(9_000, 9_000)), ("a.gif", out.getvalue())):
        with pytest.raises(NotTaken, match="still picture"):
            inspected(name, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.html", b"<p>"),
        ("a.txt", b"  <!DOCTYPE html><p>"),
        ("a.csv", b"a,<script>alert(1)</script>"),
        ("a.txt", b"a\0b"),
        ("a.png", b"<svg/>"),
        ("a.png", picture()[:200]),
        ("a.pdf", b"MZ"),
        ("a.exe", b"MZ"),
        ("a.zip", office("a")),
        ("a.docx", office("[Content_Types].xml", "xl/workbook.xml")),
        ("a.docx", office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
        ("a.odt", office("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet")),
        ("a.docx", b"PK\x03\x04 broken"),
        ("a.txt", b""),
        ("a.txt", b"x" * (MB + 1)),
        ("noending", b"x"),
    ],
)
def test_what_is_not_what_it_says_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(NotTaken, match="“"):
        inspected(name, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"%PDF-1.7"),
        ("a.csv", "Stra\u00dfe,1".encode("cp1252")),
        ("a.docx", office("[Content_Types].xml", "word/document.xml")),
        ("a.ods", office("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet")),
    ],
)
def test_documents_are_kept_as_they_are(name: str, content: bytes) -> None:
    assert inspected(name, content).content == content


def test_name_is_words_and_no_path() -> None:
    assert clean_name("../../etc/..passwd.txt") == "passwd.txt"
    assert clean_name("C:\\Users\\a\u202egpj.exe") == "agpj.exe"
    assert clean_name('"><script>\n\0.pdf') == '"><script>.pdf'
    assert len(clean_name("x" * 500 + ".pdf")) == 124


class Clamd(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        stream = self.request.makefile("rb")
        assert stream.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!L", stream.read(4))[0]:
            content += stream.read(size)
        self.request.sendall(b"stream: Canary-Test FOUND\0" if b"EICAR" in content else b"stream: OK\0")


@pytest.fixture
def clamd(settings: Any) -> Iterator[None]:
    with socketserver.TCPServer(("127.0.0.1", 0), Clamd) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        settings.ROOST_SCANNER = f"clamd://127.0.0.1:{server.server_address[1]}"
        yield
        server.shutdown()


def test_clamd_is_asked(clamd: None) -> None:
    assert (scan(b"x" * 100_000), scan(b"EICAR")) == (Verdict.CLEAN, Verdict.INFECTED)


def test_scanner_that_does_not_answer_leaves_the_file_unknown(settings: Any) -> None:
    assert scan(b"x") == Verdict.CLEAN
    settings.ROOST_SCANNER = "clamd://127.0.0.1:1"
    assert scan(b"x") == Verdict.UNKNOWN
