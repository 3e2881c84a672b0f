"""More than sixty KPIs: every one of them on exactly one part, the heaviest first."""

import dataclasses

import pytest

from kpi_assistant.domain.brief import MAX_KPIS, ResponseFacts
from kpi_assistant.domain.brief_customer import customer_brief
from kpi_assistant.domain.brief_internal import internal_brief
from kpi_assistant.domain.brief_parts import part_of, parts_of
from kpi_assistant.domain.vocabulary import Edition, Fit
from tests.printing.worked_example import kpi_id, record


def crowded(count):
    of = record("zh", "P01")
    model = next(kpi for kpi in of.kpis if kpi.id == kpi_id("K09"))
    kpis = tuple(
        dataclasses.replace(model, id=kpi_id(f"N{n}"), words=f"第{n}件事也要办好。", importance=1 + n % 5)
        for n in range(count)
    )
    return dataclasses.replace(of, kpis=kpis, responses=tuple(ResponseFacts(kpi.id, Fit.NOT_YET) for kpi in kpis))


@pytest.mark.parametrize(("count", "parts"), [(0, 1), (1, 1), (MAX_KPIS, 1), (MAX_KPIS + 1, 2), (145, 3)])
@pytest.mark.parametrize("edition", Edition)
def test_each_stands_on_one_part_and_none_is_lost(count, parts, edition):
    of = crowded(count)
    assert parts_of(of, edition) == parts
    papers = [part_of(of, edition, part) for part in range(1, parts + 1)]
    assert all(len(paper.kpis) <= MAX_KPIS for paper in papers)
    assert sorted(kpi.id for paper in papers for kpi in paper.kpis) == sorted(kpi.id for kpi in of.kpis)
    weights = [kpi.importance for paper in papers for kpi in paper.kpis]
    assert parts == 1 or weights == sorted(weights, reverse=True)


def test_both_editions_are_made_of_a_part():
    of = crowded(MAX_KPIS + 5)
    assert customer_brief(part_of(of, Edition.CUSTOMER, 1)).count == MAX_KPIS
    assert customer_brief(part_of(of, Edition.CUSTOMER, 2)).count == 5
    assert len(internal_brief(part_of(of, Edition.INTERNAL, 2)).kpis) == 5
    assert part_of(of, Edition.CUSTOMER, 9) == part_of(of, Edition.CUSTOMER, 2)
