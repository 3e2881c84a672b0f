"""A sentence in both languages of the product."""

from dataclasses import dataclass

LOCALES = ("zh_CN", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """One thing said in Chinese and in English; re-told, not translated word for word."""

    zh: str
    en: str

    def in_locale(self, locale: str) -> str:
        """The wording for a locale name such as "zh_CN" or "en" (anything not English reads Chinese)."""
        return self.en if locale.lower().startswith("en") else self.zh

    @property
    def is_complete(self) -> bool:
        return bool(self.zh.strip() and self.en.strip())
