"""The text of a finished PDF, as any reader would copy it out."""

import shutil
import subprocess

from kpi_assistant.printing.errors import PrintingError, PrintingFault

SECONDS = 30


def pdf_text(pdf: bytes) -> str:
    """What poppler's pdftotext reads in the PDF, pages parted by form feeds; PrintingError when it cannot."""
    program = shutil.which("pdftotext")
    if program is None:
        raise PrintingError(PrintingFault.UNREADABLE, "pdftotext")
    try:
        reading = subprocess.run(  # noqa: S603 - a fixed program, the document on its standard input
            [program, "-enc", "UTF-8", "-", "-"], input=pdf, capture_output=True, timeout=SECONDS, check=True
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise PrintingError(PrintingFault.UNREADABLE, "pdftotext") from error
    return reading.stdout.decode("utf-8", "replace")
