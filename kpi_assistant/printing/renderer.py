"""The renderer: WeasyPrint with its fonts and style sheets kept, behind the fence."""

import io
from pathlib import Path
from typing import Any

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from kpi_assistant.printing.archive import mark_accessible
from kpi_assistant.printing.errors import MissingGlyphs
from kpi_assistant.printing.fetcher import BASE_URL, AssetFetcher
from kpi_assistant.printing.sheet import Sheet

FAMILY = "Noto Sans SC"
"""The one family that may stand on paper; anything else came from the machine and is a missing glyph in disguise."""


class Renderer:
    """Kept for the life of the process: reading the fonts and the style sheets takes longer than a page."""

    def __init__(self, fonts: Path, stylesheets: tuple[str, ...]) -> None:
        assets = {f"fonts/{path.name}": path.read_bytes() for path in sorted(fonts.glob("*.ttf"))}
        self.fetcher = AssetFetcher(assets)
        self.fonts = FontConfiguration()
        self.css = [
            weasyprint.CSS(string=css, base_url=BASE_URL, url_fetcher=self.fetcher, font_config=self.fonts)
            for css in stylesheets
        ]

    def pdf(self, sheet: Sheet) -> bytes:
        """The sheet as PDF/A-3a and PDF/UA-1; MissingGlyphs names every character the fonts lack."""
        missing: set[str] = set()

        def finish(document: Any, pdf: Any) -> None:
            for font in document.fonts.values():
                missing.update(chr(codepoint) for codepoint in font.missing)
                if not font.family.startswith(FAMILY):
                    missing.update("".join(font.to_unicode.values()))
            mark_accessible(pdf)

        attachment = weasyprint.Attachment(
            string=sheet.data,
            name=sheet.data_name,
            description=sheet.data_name,
            relationship="Source",
            created=sheet.made_at,
            modified=sheet.made_at,
            url_fetcher=self.fetcher,
        )
        page = weasyprint.HTML(string=sheet.html, base_url=BASE_URL, url_fetcher=self.fetcher)
        target = io.BytesIO()
        page.write_pdf(
            target,
            stylesheets=self.css,
            font_config=self.fonts,
            pdf_variant="pdf/a-3a",
            attachments=[attachment],
            finisher=finish,
        )
        if missing:
            raise MissingGlyphs("".join(sorted(missing)))
        return target.getvalue()
