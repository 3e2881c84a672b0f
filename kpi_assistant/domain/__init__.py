"""The rules: frozen dataclasses and pure functions on the standard library alone."""
