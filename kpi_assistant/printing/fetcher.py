"""The fence around the renderer: it can open the assets named here and nothing else in the world."""

from collections.abc import Mapping

from weasyprint.urls import URLFetcher, URLFetcherResponse

from kpi_assistant.printing.sheet import BASE_URL


class AssetFetcher(URLFetcher):  # type: ignore[misc]
    """Answers ``app:///`` names from memory and refuses every other URL, files, data and redirects included."""

    def __init__(self, assets: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols={"app"}, allow_redirects=False, timeout=1)
        self._assets = {BASE_URL + name: content for name, content in assets.items()}

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """The asset of that URL; ValueError, which the renderer takes for a missing image, for any other."""
        content = self._assets.get(url)
        if content is None:
            raise ValueError("the renderer may open its own assets only")
        return URLFetcherResponse(url, content, {"Content-Type": "image/png" if url.endswith(".png") else "font/ttf"})
