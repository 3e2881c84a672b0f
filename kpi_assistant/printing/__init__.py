"""The paper: briefs and worksheets as HTML pages and as archival PDF, from plain values alone."""

from kpi_assistant.printing.errors import MissingGlyphs, PrintingError, PrintingFault
from kpi_assistant.printing.pages import brief_html, screen_css
from kpi_assistant.printing.printer import print_brief, print_worksheet, self_test
from kpi_assistant.printing.proofreading import proofread
from kpi_assistant.printing.reading import attached_text, pdf_text

__all__ = [
    "MissingGlyphs",
    "PrintingError",
    "PrintingFault",
    "attached_text",
    "brief_html",
    "pdf_text",
    "print_brief",
    "print_worksheet",
    "proofread",
    "screen_css",
    "self_test",
]
