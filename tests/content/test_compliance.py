"""Every flag has its explanation in both languages."""

import tomllib
from pathlib import Path

import pytest

from kpi_assistant.content.compliance import Advice, load_claim_advice, load_sensitive_advice
from kpi_assistant.domain.claims import ClaimCode
from kpi_assistant.domain.sensitive import SensitiveKind

ALL = {**load_claim_advice(), **load_sensitive_advice()}


@pytest.mark.parametrize("code", ALL, ids=str)
def test_it_explains_every_flag_in_both_languages(code: ClaimCode | SensitiveKind) -> None:
    advice: Advice = ALL[code]  # type: ignore[index]
    assert advice.name.is_complete
    assert advice.why.is_complete
    assert advice.instead.is_complete


def test_it_explains_nothing_that_is_never_flagged() -> None:
    path = Path(__file__).parents[2] / "kpi_assistant/content/compliance.toml"
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    assert set(tables["claims"]) == {code.value for code in ClaimCode}
    assert set(tables["sensitive"]) == {kind.value for kind in SensitiveKind}
