"""More KPIs than one paper holds: the brief is split in the order they are printed, and every part is a brief of its own."""

from dataclasses import replace

from kpi_assistant.domain.brief import MAX_KPIS, BriefRecord, by_weight, in_their_order
from kpi_assistant.domain.kpi import KpiFacts
from kpi_assistant.domain.release import is_releasable
from kpi_assistant.domain.vocabulary import Edition, KpiStatus


def parts_of(record: BriefRecord, edition: Edition) -> int:
    """How many papers the record fills, at least one."""
    return max(1, -(-len(_printed(record, edition)) // MAX_KPIS))


def printed_of(record: BriefRecord, edition: Edition) -> int:
    """How many KPIs stand on all of them together."""
    return len(_printed(record, edition))


def part_of(record: BriefRecord, edition: Edition, part: int) -> BriefRecord:
    """What of the record stands on one part, counted from 1; the last one for any number above. A record that fits is
    given back as it is."""
    parts = parts_of(record, edition)
    if parts == 1:
        return record
    start = (min(max(part, 1), parts) - 1) * MAX_KPIS
    return replace(record, kpis=_printed(record, edition)[start : start + MAX_KPIS])


def _printed(record: BriefRecord, edition: Edition) -> tuple[KpiFacts, ...]:
    if edition is Edition.CUSTOMER:
        cleared = (kpi for kpi in record.kpis if is_releasable(record, kpi) and record.response_to(kpi) is not None)
        return in_their_order(tuple(cleared), record.their_order, record.today)
    shown = [kpi for kpi in record.kpis if kpi.status is not KpiStatus.MISTAKEN]
    theirs, others = (
        tuple(kpi for kpi in shown if record.is_addressees(kpi) is is_theirs) for is_theirs in (True, False)
    )
    return (*in_their_order(theirs, record.their_order, record.today), *by_weight(others, record.today))
