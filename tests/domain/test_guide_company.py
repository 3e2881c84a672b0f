"""What is asked where several sit together: the matter they met for, dates of partners, nothing that costs face."""

import dataclasses
import itertools
import re
import uuid

import pytest
from hypothesis import given, settings

from kpi_assistant.content.question_bank import load_question_bank
from kpi_assistant.domain.guide import build_guide
from kpi_assistant.domain.guide_candidates import Candidate, find_candidates
from kpi_assistant.domain.guide_facts import MeetingFacts, PersonFacts
from kpi_assistant.domain.guide_order import in_order
from kpi_assistant.domain.meeting_aim import subject_of
from kpi_assistant.domain.question import Need, Question
from kpi_assistant.domain.vocabulary import Facet, Phase, RoleKind, TrustStage
from tests.domain.guide_strategies import TODAY, meetings
from tests.domain.test_guide_known import chief, engineer, question_of, said, table

BANK = load_question_bank()
BY_ID = {question.id: question for question in BANK.questions}
FRAMES = (Phase.AGREEMENT, Phase.CLOSE)


def test_a_table_is_asked_about_what_it_meets_for_by_name_and_first_whoever_it_belongs_to() -> None:
    drill = said("灾备演练去年切过去用了五个小时。", 1, {Facet.METRIC, Facet.BASELINE}, importance=3)
    other = said("监管下季度来看外包，我连谁在机房干活都要现查。", 1, {Facet.METRIC})
    facts = table(dataclasses.replace(chief(), kpis=(other, drill)), engineer(), purpose="对一遍灾备演练的安排")
    items = [i for i in build_guide(facts, BANK).items if question_of(i).needs is Need.SUBJECT]
    assert len(items) >= 3
    assert all("灾备演练" in item.text.zh for item in items)
    asked = {facet: item.person_name for item in items for facet in item.facets}
    assert asked[Facet.TARGET] == "庄敏"
    # What is on record of it is not asked, and nobody's words are quoted.
    assert not {Facet.METRIC, Facet.BASELINE} & {facet for i in items if i.person_name == "庄敏" for facet in i.facets}
    assert not any("五个小时" in text.zh for item in items for text in (item.text, item.why, *item.follow_ups))


@pytest.mark.parametrize(
    ("purpose", "subject"),
    [
        ("对一遍夜间恢复演练的安排", "夜间恢复演练"),
        ("灾备演练", "灾备演练"),
        ("智慧校园一期需求会，四方一起坐下来", "智慧校园一期"),
        ("总包和分管一起碰进度", None),
        ("跟几位聊聊近况", None),
        ("Go through the night recovery drill with both", "the night recovery drill"),
        ("Progress check", None),
    ],
)
def test_the_subject_of_a_meeting_is_named_only_where_its_purpose_names_one(purpose: str, subject: str | None) -> None:
    found = subject_of(purpose)
    assert (found and (found.en if purpose.isascii() else found.zh)) == subject


def test_with_the_customer_there_a_partner_is_asked_for_dates_and_handovers_only() -> None:
    partner = PersonFacts(
        uuid.UUID(int=2),
        name="霍总监",
        title="总包项目总监",
        role_kind=RoleKind.INTEGRATOR,
        kpis=(said("总包拿下了，可利润就三个点，分包再拖一个月我就赔了。", 2, set()),),
    )

    def asked(*people: PersonFacts) -> list[Question]:
        return [c.question for c in find_candidates(MeetingFacts(TODAY, 60, people), BANK) if c.person is partner]

    with_customer = [q for q in asked(chief(), partner) if not q.is_what_else and q.phase not in FRAMES]
    assert with_customer
    assert all(question.before_customer for question in with_customer)
    assert any(question.needs is Need.KPI for question in asked(partner))


def test_at_a_table_nobody_is_asked_whom_they_would_have_to_face() -> None:
    for question in BANK.questions:
        if question.needs in (Need.MATTER, Need.SUBJECT, Need.SEVERAL, Need.PURPOSE):
            texts = [question.text, *question.follow_ups]
            assert not any(re.search("交代(?!清)|怎么答|往坏里", text.zh) for text in texts), question.id
            assert not any(re.search("explain it|what would you say\\?|at worst", text.en, re.I) for text in texts), (
                question.id
            )


@settings(deadline=None, max_examples=60, derandomize=True)
@given(meetings())
def test_what_was_just_said_is_taken_up_only_after_they_said_it(facts: MeetingFacts) -> None:
    items = build_guide(facts, BANK).items
    for before, item in itertools.pairwise(items):
        if question_of(item).after_own:
            assert before.kpi_id is not None
            assert before.person_id == item.person_id
            assert len(facts.people) == 1 or item.text.zh.split("，")[0] in before.text.zh


def test_whoever_knows_us_best_is_heard_before_half_of_it_is_over() -> None:
    friend, stranger = chief(), dataclasses.replace(engineer(), stage=TrustStage.S0)
    asked = ["table-at-hand", "table-next-month", "table-next-date", "table-once-settled", "table-whose-word"]
    main = [Candidate(BY_ID[number], stranger, None, None, 1.0) for number in asked]
    main.append(Candidate(BY_ID["purpose-good"], friend, None, None, 1.0))
    ordered = in_order(main, table(friend, stranger))
    assert [candidate.question.id for candidate in ordered] == [asked[0], "purpose-good", *asked[1:]]
    # Nobody is brought forward where all are strangers alike and the head has spoken first.
    main.append(Candidate(BY_ID["table-to-be-clear"], friend, None, None, 1.0))
    assert in_order(main, table(friend, stranger))[-1].question.id == "purpose-good"


@settings(deadline=None, max_examples=60, derandomize=True)
@given(meetings())
def test_nothing_follows_a_question_but_its_own_and_what_fits_after_any(facts: MeetingFacts) -> None:
    for item in build_guide(facts, BANK).items:
        if item.kpi_id is None:
            own = {text.zh for text in (*question_of(item).follow_ups, *BANK.spare_follow_ups)}
            assert all(text.zh in own for text in item.follow_ups)
