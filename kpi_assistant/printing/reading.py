"""The text of a finished PDF, as any reader would copy it out, and what is attached to it."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from kpi_assistant.printing.errors import PrintingError, PrintingFault

SECONDS = 30


def pdf_text(pdf: bytes) -> str:
    """What poppler's pdftotext reads in the PDF, pages parted by form feeds; PrintingError when it cannot.

    In the order of the document, not of the lines on the page: columns side by side would tear sentences apart, and
    a withheld one must be found whole.
    """
    return _run("pdftotext", ["-raw", "-enc", "UTF-8", "-", "-"], pdf).decode("utf-8", "replace")


def attached_text(pdf: bytes) -> str:
    """Everything that is attached to the PDF, read as text; PrintingError when it cannot be read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "paper.pdf"
        path.write_bytes(pdf)
        _run("pdfdetach", ["-saveall", "-o", folder, str(path)], b"")
        path.unlink()
        return "\n".join(each.read_text("utf-8", "replace") for each in sorted(Path(folder).iterdir()))


def _run(name: str, arguments: list[str], given: bytes) -> bytes:
    program = shutil.which(name)
    if program is None:
        raise PrintingError(PrintingFault.UNREADABLE, name)
    try:
        reading = subprocess.run(  # noqa: S603 - a fixed program, the document on its standard input
            [program, *arguments], input=given, capture_output=True, timeout=SECONDS, check=True
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise PrintingError(PrintingFault.UNREADABLE, name) from error
    return reading.stdout
