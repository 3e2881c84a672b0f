"""What the maker should look at: our words in the other language, and another person's face in theirs."""

import dataclasses
import datetime as dt
import uuid

import pytest

from kpi_assistant.domain.brief import PromiseFacts
from kpi_assistant.domain.brief_warnings import Overdue, is_in_other_language, warnings_on
from kpi_assistant.domain.leak_places import LeakField
from tests.printing.worked_example import TODAY, kpi_id, record


@pytest.mark.parametrize(
    ("text", "locale", "is_other"),
    [
        ("先分级，再按剧本真恢复一次", "en", True),
        ("Tier the archive first", "en", False),
        ("Tier the archive (影像) first, then restore", "en", False),
        ("Tier the archive first", "zh_CN", True),
        ("先分级", "zh_CN", False),
        ("ISO 27001", "zh_CN", False),
        ("PACS", "zh_CN", False),
        ("", "en", False),
        ("30-50", "zh_CN", False),
    ],
)
def test_it_knows_the_other_language(text: str, locale: str, is_other: bool) -> None:
    assert is_in_other_language(text, locale) is is_other


def test_it_names_the_answers_and_their_fields_and_not_what_the_customer_said() -> None:
    of = record("zh", "P01")
    assert warnings_on(of, "zh_CN").answers == ()
    found = {each.kpi_id: each.fields for each in warnings_on(of, "en").answers}
    assert set(found) == {kpi_id(name) for name in ("K19", "K08", "K09")}
    assert found[kpi_id("K09")] == (
        LeakField.DO, LeakField.SHOW, LeakField.EXPECTED, LeakField.CONDITION, LeakField.NEEDED,
    )  # fmt: skip
    translated = tuple(
        dataclasses.replace(each, do="Done", show="", expected="", condition="", needed="", promise=None)
        for each in of.responses
    )
    english = dataclasses.replace(of, responses=translated, next_steps=())
    assert not warnings_on(english, "en")


def test_it_finds_the_remark_only_where_it_would_print() -> None:
    of = record("zh", "P01")
    assert warnings_on(of, "zh_CN").remarks == ()
    whole = tuple(dataclasses.replace(each, quote="") for each in of.responses)
    (found,) = warnings_on(dataclasses.replace(of, responses=whole), "zh_CN").remarks
    assert (found.kpi_id, found.remarks) == (kpi_id("K08"), ("院长当场脸就沉下来了",))
    assert found.without.endswith("……")


def test_it_names_what_we_owe_the_reader_since_a_day_that_has_passed_and_nothing_else() -> None:
    of = record("zh", "P01")
    yesterday = TODAY - dt.timedelta(days=1)
    late = PromiseFacts("把差距表送到", "庄敏", yesterday, id=uuid.uuid4(), person_id=of.addressee.person_id)
    others = (
        dataclasses.replace(late, due_on=TODAY),
        dataclasses.replace(late, kept_on=TODAY),
        dataclasses.replace(late, person_id=uuid.uuid4()),
    )
    assert warnings_on(dataclasses.replace(of, promises=others), "zh_CN").overdue == ()
    older = dataclasses.replace(late, text="发目录", due_on=yesterday - dt.timedelta(days=9))
    found = warnings_on(dataclasses.replace(of, promises=(late, *others, older)), "zh_CN")
    assert found
    assert found.overdue == (
        Overdue(late.id, "发目录", yesterday - dt.timedelta(days=9)),
        Overdue(late.id, "把差距表送到", yesterday),
    )
