"""What a coach would say about a question, as the pages show it: what is wrong, and a better way to put it."""

from kpi_assistant.auth import current_member
from kpi_assistant.database import get_session
from kpi_assistant.domain.question_lint import RedFlagKind
from kpi_assistant.domain.rewording import reword
from kpi_assistant.domain.vocabulary import Phase
from kpi_assistant.forms.guide import RED_FLAGS
from kpi_assistant.services.guide_items import NEVER_ASKED, check_question, language_of, own_names


def advice(text: str, phase: Phase | None, *, first_meeting: bool = False) -> list[dict[str, str]]:
    """For each kind of red flag once: {"span": the passage, "wrong": why, "better": a wording, or empty}.

    Where something may never be asked, only that is said: how to ask it openly would be no help."""
    found: dict[RedFlagKind, dict[str, str]] = {}
    names = own_names(get_session(), current_member()) if text.strip() else ()
    flags = check_question(text, phase=phase, first_meeting=first_meeting, names=names)
    never = [flag for flag in flags if flag.kind in NEVER_ASKED]
    for flag in never or flags:
        if flag.kind not in found:
            better = reword(text, language_of(text), flag)
            found[flag.kind] = {"span": flag.span, "wrong": str(RED_FLAGS[flag.kind]), "better": better}
    return list(found.values())
