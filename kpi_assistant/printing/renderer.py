"""The renderer: WeasyPrint with its fonts and style sheets kept, behind the fence."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from kpi_assistant.printing.archive import mark_accessible
from kpi_assistant.printing.errors import MissingGlyphs
from kpi_assistant.printing.fetcher import AssetFetcher
from kpi_assistant.printing.fitting import A4, best_fit
from kpi_assistant.printing.sheet import BASE_URL, Sheet

FAMILY = "Noto Sans SC"
"""The one family that may stand on paper; anything else came from the machine and is a missing glyph in disguise."""


class Renderer:
    """Kept for the life of the process: reading the fonts and the style sheets takes longer than a page."""

    def __init__(self, fonts: Path, stylesheets: Mapping[str, tuple[str, ...]]) -> None:
        fetcher = AssetFetcher({f"fonts/{path.name}": path.read_bytes() for path in sorted(fonts.glob("*.ttf"))})
        self.fonts = FontConfiguration()
        # A sheet that several sets share is read once, and the fonts named in it are.
        read: dict[str, weasyprint.CSS] = {}
        for css in (css for sheets in stylesheets.values() for css in sheets):
            if css not in read:
                read[css] = weasyprint.CSS(string=css, base_url=BASE_URL, url_fetcher=fetcher, font_config=self.fonts)
        self.css = {name: [read[css] for css in sheets] for name, sheets in stylesheets.items()}

    def pdf(self, sheet: Sheet) -> bytes:
        """The sheet as PDF/A-3a and PDF/UA-1; MissingGlyphs names every character the fonts lack."""
        missing: set[str] = set()

        def finish(document: Any, pdf: Any) -> None:
            for font in document.fonts.values():
                missing.update(chr(codepoint) for codepoint in font.missing)
                if not font.family.startswith(FAMILY):
                    missing.update("".join(font.to_unicode.values()))
            mark_accessible(pdf)

        fetcher = AssetFetcher(dict(sheet.pictures))
        attachment = weasyprint.Attachment(
            string=sheet.data,
            name=sheet.data_name,
            description=sheet.data_name,
            relationship="Source",
            created=sheet.made_at,
            modified=sheet.made_at,
            url_fetcher=fetcher,
        )
        page = weasyprint.HTML(string=sheet.html, base_url=BASE_URL, url_fetcher=fetcher)

        def laid_out(scale: float) -> Any:
            return page.render(
                stylesheets=[*self.css[sheet.styles], *_larger_page(scale)],
                font_config=self.fonts,
                pdf_variant="pdf/a-3a",
                attachments=[attachment],
            )

        document, scale = best_fit(laid_out, sheet.scales)
        target = io.BytesIO()
        document.write_pdf(
            target,
            zoom=scale,
            pdf_variant="pdf/a-3a",
            attachments=[attachment],
            finisher=finish,
        )
        if missing:
            raise MissingGlyphs("".join(sorted(missing)))
        return target.getvalue()


def _larger_page(scale: float) -> list[weasyprint.CSS]:
    """The sheet of paper on which the layout is made that ``scale`` brings back to A4."""
    if scale == 1:
        return []
    width, height = (length / scale for length in A4)
    return [weasyprint.CSS(string=f"@page {{ size: {width:.3f}mm {height:.3f}mm }}")]
