"""What a page says about a brief: why something is withheld, and why a print did not come out."""

from urllib.parse import quote

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from kpi_assistant.domain.brief_changes import Change
from kpi_assistant.domain.leak_places import LeakField
from kpi_assistant.domain.release import WithheldReason
from kpi_assistant.domain.vocabulary import Edition, Paper, PrintState
from kpi_assistant.models import Brief, PrintJob
from kpi_assistant.printing import PrintingError, PrintingFault

REASONS: dict[str, LazyString] = {
    WithheldReason.OTHER_PERSON: lazy_gettext("somebody else said it"),
    WithheldReason.NOT_STATED: lazy_gettext("not said by themselves"),
    WithheldReason.SENSITIVE: lazy_gettext("marked as sensitive"),
    WithheldReason.PRIVATE_LAYER: lazy_gettext("life and mindset stay with us"),
    WithheldReason.NOT_CLEARED: lazy_gettext("kept to our team"),
    WithheldReason.NO_CONSENT: lazy_gettext("private, and no consent is noted"),
    WithheldReason.STALE: lazy_gettext("to be asked again since the move"),
    WithheldReason.MET: lazy_gettext("achieved already"),
    WithheldReason.WITHDRAWN: lazy_gettext("withdrawn by the customer"),
    WithheldReason.MISTAKEN: lazy_gettext("entered by mistake"),
    WithheldReason.UNANSWERED: lazy_gettext("not answered yet"),
    WithheldReason.OUTDATED_PROOF: lazy_gettext("the proof is outdated"),
    WithheldReason.NO_CONDITION: lazy_gettext("a forecast without its condition"),
}
"""By the reason's value; tests check that none is missing."""


CHANGES: dict[str, LazyString] = {
    Change.ADDED: lazy_gettext("new"),
    Change.GONE: lazy_gettext("no longer in it"),
    Change.VERDICT: lazy_gettext("another verdict"),
    Change.ANSWER: lazy_gettext("how we do it"),
    Change.PROOF: lazy_gettext("the proof"),
    Change.EXPECTED: lazy_gettext("the numbers"),
    Change.NEEDED: lazy_gettext("what is needed and promised"),
    Change.STEPS: lazy_gettext("the next steps"),
    Change.SENDER: lazy_gettext("who it is from or to"),
}


LEAK_FIELDS: dict[str, LazyString] = {
    LeakField.DO: lazy_gettext("what we do"),
    LeakField.SHOW: lazy_gettext("what we show"),
    LeakField.EXPECTED: lazy_gettext("what to expect"),
    LeakField.CONDITION: lazy_gettext("the condition of what to expect"),
    LeakField.NEEDED: lazy_gettext("what it needs from them"),
    LeakField.PROMISE: lazy_gettext("what we promise"),
    LeakField.FACET: lazy_gettext("what is noted of its number or its day"),
    LeakField.OFFERING: lazy_gettext("a capability or proof chosen for it"),
    LeakField.STEP: lazy_gettext("a next step below"),
    LeakField.ELSEWHERE: lazy_gettext("more than one field together"),
}
"""Where a sentence stands that the maker may not read; tests check that none is missing."""

PAPER_NAMES = {Paper.PHONE: ("手机版", "for the phone"), Paper.TALK_TRACK: ("随身话术", "talk track")}


def job_problem(job: PrintJob | None) -> str:
    """Why a brief was not printed, empty when nothing went wrong."""
    if job is None or job.state is not PrintState.FAILED:
        return ""
    if job.fault not in set(PrintingFault):
        return str(
            _("The finished paper holds words that were withheld meanwhile, so it was not released. Make a new brief.")
        )
    return printing_problem(PrintingError(PrintingFault(job.fault), job.detail))


def printing_problem(error: PrintingError) -> str:
    """One sentence for the maker: what is in the way and what to do."""
    sentences = {
        PrintingFault.TOO_MANY_KPIS: _(
            "These are %(detail)s KPIs, and one brief holds 60. Answer the lightest in a second brief: keep them to the team for now, make this one, then share them again."
        ),
        PrintingFault.TOO_LONG_FIELD: _("One text is too long for paper. Shorten the longest answer or proof."),
        PrintingFault.MISSING_GLYPHS: _("The fonts lack these characters: %(detail)s. Write them another way."),
        PrintingFault.NO_FONTS: _("The fonts for printing are not installed. Run script/setup on the server."),
        PrintingFault.TOO_SLOW: _("Printing took too long and was stopped. Try again with fewer KPIs."),
        PrintingFault.TOO_BIG: _("Printing needed too much memory and was stopped. Try again with fewer KPIs."),
        PrintingFault.BUSY: _("Several briefs are being printed right now. Try again in a minute."),
        PrintingFault.WORKER_DIED: _("Printing broke off. Try again."),
        PrintingFault.UNREADABLE: _("The finished paper could not be checked for leaks, so it was not released."),
    }
    return str(sentences[error.code] % {"detail": error.detail})


def disposition(brief: Brief, paper: Paper) -> str:
    """Shown in the browser, and saved under a name that says what it is, in the brief's own language."""
    number = f"{brief.number:04d}"
    name = f"简报{number}-{brief.person.name}" if brief.locale == "zh_CN" else f"Brief {number} {brief.person.name}"
    if brief.edition is Edition.INTERNAL:
        name += "-内部" if brief.locale == "zh_CN" else " internal"
    if paper is not Paper.A4:
        name += f"-{PAPER_NAMES[paper][0]}" if brief.locale == "zh_CN" else f" {PAPER_NAMES[paper][1]}"
    return f"inline; filename=\"brief-{number}.pdf\"; filename*=UTF-8''{quote(name + '.pdf', safe='')}"
