"""What a coach would say about a question, as the pages show it: what is wrong, and a better way to put it."""

from kpi_assistant.domain.rewording import reword
from kpi_assistant.domain.vocabulary import Phase
from kpi_assistant.forms.guide import RED_FLAGS
from kpi_assistant.services.guide_items import check_question, language_of


def advice(text: str, phase: Phase | None, *, first_meeting: bool = False) -> list[dict[str, str]]:
    """For each kind of red flag once: {"span": the passage, "wrong": why, "better": a wording, or empty}."""
    found = {}
    for flag in check_question(text, phase=phase, first_meeting=first_meeting):
        if flag.kind not in found:
            better = reword(text, language_of(text), flag)
            found[flag.kind] = {"span": flag.span, "wrong": str(RED_FLAGS[flag.kind]), "better": better}
    return list(found.values())
