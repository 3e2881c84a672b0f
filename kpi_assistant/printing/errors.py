"""Why a print did not come out: codes that the pages turn into sentences."""

from enum import StrEnum


class PrintingFault(StrEnum):
    """TOO_MANY_KPIS and TOO_LONG_FIELD are the maker's to mend, NO_FONTS the installer's; the others may be retried."""

    TOO_MANY_KPIS = "too_many_kpis"
    TOO_LONG_FIELD = "too_long_field"
    MISSING_GLYPHS = "missing_glyphs"
    NO_FONTS = "no_fonts"
    TOO_SLOW = "too_slow"
    TOO_BIG = "too_big"
    BUSY = "busy"
    WORKER_DIED = "worker_died"
    UNREADABLE = "unreadable"


class PrintingError(Exception):
    """A print that failed, by code; ``detail`` names what is in the way (a field, a file), never anybody's words."""

    def __init__(self, code: PrintingFault, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.code.value}: {self.detail}" if self.detail else self.code.value


class MissingGlyphs(PrintingError):  # noqa: N818 - the name says what is wrong
    """The fonts lack these characters; nothing was printed, for boxes would alter somebody's words."""

    def __init__(self, characters: str) -> None:
        super().__init__(PrintingFault.MISSING_GLYPHS, characters)
        self.characters = characters

    def __reduce__(self) -> tuple[type["MissingGlyphs"], tuple[str]]:
        return MissingGlyphs, (self.characters,)
