"""The sender's logo: checked by what it is, drawn anew, frozen with the brief, and on its paper."""

import io
import subprocess
import sys
import zlib

import pikepdf
import pytest
from PIL import Image
from sqlalchemy import select

from kpi_assistant.forms.picture import LARGEST_FILE, BadPictureError, clean_picture
from kpi_assistant.models import Brief, BriefPaper, Member
from tests.views.brief_cast import answered, brief_form, print_waiting, zhuang  # noqa: F401 - fixtures


def picture(kind="PNG", size=(300, 100), mode="RGB"):
    file = io.BytesIO()
    Image.new(mode, size, "navy" if mode == "RGB" else (0, 0, 0, 0)).save(file, kind)
    return file.getvalue()


def bomb():
    """A few bytes whose header promises 30,000 pixels a side."""

    def chunk(name, data):
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    header = (30000).to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def upload(client, content, name="logo.png"):
    return client.post("/settings/logo", data={"logo": (io.BytesIO(content), name)})


@pytest.mark.parametrize(("kind", "size"), [("PNG", (300, 100)), ("JPEG", (3000, 900)), ("WEBP", (80, 80))])
def test_it_keeps_a_plain_png_of_what_was_sent(sign_in, alice, fetch, kind, size):
    client = sign_in(alice)
    assert upload(client, picture(kind, size) + b"<script>trailing</script>", "x.html").status_code == 302
    (kept,) = fetch(select(Member.sender_logo).where(Member.id == alice.id))
    with Image.open(io.BytesIO(kept)) as shown:
        assert (shown.format, shown.mode) == ("PNG", "RGB")
        assert max(shown.size) <= 1200
    assert b"trailing" not in kept
    answer = client.get("/settings/logo.png")
    assert (answer.mimetype, answer.data) == ("image/png", kept)
    client.post("/settings/logo", data={"remove": "1"})
    assert client.get("/settings/logo.png").status_code == 404


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>",
            "Only PNG, JPEG and WebP",
        ),
        (picture("GIF"), "Only PNG, JPEG and WebP"),
        (picture()[:60], "Only PNG, JPEG and WebP pictures can be printed.|The picture is damaged."),
        (bomb(), "larger than 4000 pixels"),
        (b"", "Choose a picture.|Only PNG"),
    ],
)
def test_it_refuses_with_a_sentence(sign_in, alice, fetch, content, sentence):
    page = upload(sign_in(alice), content).text
    assert any(each in page for each in sentence.split("|")), page[-1500:]
    assert fetch(select(Member.sender_logo).where(Member.id == alice.id)) == [None]


def test_half_a_picture_is_refused_after_something_was_printed_too():
    """WeasyPrint tells Pillow to take half pictures when it is loaded; in a process of its own, for it does so once."""
    half = (
        "import io, sys, weasyprint.images; from PIL import ImageFile; from kpi_assistant.forms.picture import *\n"
        "assert ImageFile.LOAD_TRUNCATED_IMAGES\n"
        "try: clean_picture(io.BytesIO(sys.stdin.buffer.read()))\n"
        "except BadPictureError as error: print(error)"
    )
    told = subprocess.run([sys.executable, "-c", half], input=picture()[:60], capture_output=True, check=True)
    assert b"broken" in told.stdout


def test_it_reads_no_file_larger_than_a_logo_is():
    with pytest.raises(BadPictureError, match="size"):
        clean_picture(io.BytesIO(picture() + b"\0" * LARGEST_FILE))


def test_it_stands_on_the_paper_and_is_frozen_with_the_brief(sign_in, alice, app, zhuang, answered, fetch):
    client = sign_in(alice)
    upload(client, picture())
    assert "/settings/logo.png" in client.post(f"/briefs/for/{zhuang.id}/preview", data=brief_form()).text
    client.post(f"/briefs/for/{zhuang.id}", data=brief_form())
    client.post("/settings/logo", data={"remove": "1"})
    print_waiting(app)
    (brief,) = fetch(select(Brief))
    assert f"/briefs/{brief.id}/logo" in client.get(f"/briefs/{brief.id}/page").text
    assert client.get(f"/briefs/{brief.id}/logo").mimetype == "image/png"
    for pdf in fetch(select(BriefPaper.pdf)):
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            assert [image.Width for image in opened.pages[0].get_images().values()] == [300]
