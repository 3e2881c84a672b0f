"""What is on record is asked neither by a question nor by what follows on it, and what we owe soon is asked about."""

import dataclasses
import datetime as dt
import gc
import sys
import uuid
from collections.abc import Iterator
from types import FunctionType, MappingProxyType, ModuleType

import pytest
from hypothesis import given, settings

from kpi_assistant.content.question_bank import load_question_bank
from kpi_assistant.domain.guide import build_guide
from kpi_assistant.domain.guide_candidates import Candidate, find_candidates
from kpi_assistant.domain.guide_facts import GuideItem, MeetingFacts, PersonFacts, PromiseFacts
from kpi_assistant.domain.guide_known import known_of
from kpi_assistant.domain.guide_reasons import follow_ups
from kpi_assistant.domain.kpi import KpiFacts
from kpi_assistant.domain.question import Need, Question
from kpi_assistant.domain.vocabulary import Facet, Industry, KpiStatus, Layer, Phase, RoleKind, TrustStage
from tests.domain.guide_strategies import meetings

BANK = load_question_bank()
TODAY = dt.date(2026, 11, 25)


def said(words: str, person: int, known: set[Facet], importance: int = 5) -> KpiFacts:
    return KpiFacts(
        id=uuid.uuid5(uuid.NAMESPACE_OID, words),
        person_id=uuid.UUID(int=person),
        layer=Layer.WORK,
        words=words,
        facets=MappingProxyType(dict.fromkeys(known, "记下了")),
        importance=importance,
    )


def chief(*promises: PromiseFacts) -> PersonFacts:
    """Somebody whose main matter is known in every respect, and a lesser one is not."""
    return PersonFacts(
        id=uuid.UUID(int=1),
        name="庄敏",
        title="信息科主任",
        role_kind=RoleKind.TECH_GATEKEEPER,
        industry=Industry.HEALTHCARE,
        stage=TrustStage.S3,
        kpis=(
            said("核心系统恢复压到一小时以内，演练院长要亲自到场看。", 1, set(Facet)),
            said("影像那边恢复用了六个多小时。", 1, {Facet.METRIC, Facet.BASELINE}, importance=3),
        ),
        promises=promises,
    )


def engineer() -> PersonFacts:
    return PersonFacts(
        id=uuid.UUID(int=2),
        name="陆知远",
        title="信息科工程师",
        role_kind=RoleKind.JUNIOR_TECHNICIAN,
        industry=Industry.HEALTHCARE,
        stage=TrustStage.S2,
        kpis=(said("一天两千多条提示，就我一个人看。", 2, {Facet.METRIC, Facet.BASELINE}),),
    )


def table(*people: PersonFacts, purpose: str = "对一遍夜间恢复演练的安排") -> MeetingFacts:
    return MeetingFacts(TODAY, 45, people, purpose=purpose)


def needs(facts: MeetingFacts, name: str) -> set[Need]:
    guide = build_guide(facts, BANK)
    return {question_of(item).needs for item in guide.items if item.person_name == name}


def question_of(item: GuideItem) -> Question:
    question = BANK.find(item.question_id)
    assert question is not None
    return question


def test_at_a_table_a_matter_that_is_known_in_every_respect_is_not_called_unknown() -> None:
    facts = table(chief(), engineer())
    assert Need.MATTER not in needs(facts, "庄敏")
    # Who has not said everything is still asked about what weighs most.
    assert Need.MATTER in needs(facts, "陆知远")
    about = [c for c in find_candidates(facts, BANK) if c.question.needs is Need.MATTER]
    assert all(not set(c.question.facets) & {Facet.METRIC, Facet.BASELINE} for c in about)


def test_what_we_owe_soon_is_asked_about_alone_by_name_and_at_a_table_without() -> None:
    promise = PromiseFacts("派两个人到场陪做夜间恢复", TODAY + dt.timedelta(days=9))
    alone = build_guide(table(chief(promise)), BANK)
    (asked,) = [item for item in alone.items if question_of(item).needs is Need.DUE_PROMISE]
    assert "派两个人到场" in asked.text.zh
    assert "12月4日" in asked.text.zh
    at_table = build_guide(table(chief(promise), engineer()), BANK)
    (asked,) = [item for item in at_table.items if question_of(item).needs is Need.DUE_PROMISE]
    assert asked.person_name == "庄敏"
    assert not any("派两个人" in text.zh for item in at_table.items for text in (item.text, item.why))


@pytest.mark.parametrize("days", [-3, 60])
def test_only_what_falls_due_within_weeks_is_spoken_of_as_due(days: int) -> None:
    promise = PromiseFacts("派两个人到场陪做夜间恢复", TODAY + dt.timedelta(days=days))
    assert Need.DUE_PROMISE not in needs(table(chief(promise)), "庄敏")


def test_a_table_that_meets_for_a_matter_is_asked_about_it() -> None:
    def about_it(purpose: str) -> bool:
        return any(question_of(i).needs is Need.PURPOSE for i in build_guide(table(chief(), engineer(), purpose=purpose), BANK).items)  # fmt: skip

    assert about_it("对一遍夜间恢复演练的安排")
    assert not about_it("")


def test_a_follow_up_does_not_ask_for_what_is_on_record() -> None:
    question = next(q for q in BANK.questions if q.id == "jt-night")
    assert question.follow_ups_ask == (None, Facet.BASELINE)
    words = "上个值班夜里又被叫起来两回，一个月得有六回。"
    asked = {}
    for known in (set(), {Facet.BASELINE}):
        person = PersonFacts(id=uuid.UUID(int=2), name="陆知远", kpis=(said(words, 2, known),))
        candidate = Candidate(question, person, None, None, 1.0)
        asked[len(known)] = follow_ups(candidate, question, table(person), BANK, set())
    often = "一个月碰上几回？"
    assert often in [text.zh for text in asked[0]]
    assert often not in [text.zh for text in asked[1]]
    assert len(asked[1]) >= 2


def test_a_pointed_question_is_idle_where_what_they_said_of_it_has_the_answer() -> None:
    def asks_for_origin(known: set[Facet]) -> bool:
        kpi = said("When a customer asks where a batch came from, I walk to four desks.", 3, known)
        person = PersonFacts(uuid.UUID(int=3), "Marcus", "", RoleKind.USER, Industry.MANUFACTURING, kpis=(kpi,))
        return any(c.question.id == "mf-origin" for c in find_candidates(table(person), BANK))

    assert asks_for_origin(set())
    assert not asks_for_origin({Facet.BASELINE})


@pytest.mark.parametrize("status", [KpiStatus.OPEN, KpiStatus.MET, KpiStatus.STALE])
def test_what_was_said_is_not_asked_again_once_it_is_met_or_stale(status: KpiStatus) -> None:
    """Unless they moved: then the new post is asked about from the start."""
    kpi = dataclasses.replace(said("核心系统恢复压到一小时以内。", 1, set(Facet)), status=status)
    person = dataclasses.replace(chief(), stage=TrustStage.S1, kpis=(kpi,))
    general = {
        q.id for q in BANK.questions if q.facets and (q.needs is Need.FIRST or not (q.industries or q.role_kinds))
    }

    def asked(person: PersonFacts) -> set[str]:
        return general & {c.question.id for c in find_candidates(table(person), BANK) if c.kpi is None}

    assert asked(dataclasses.replace(person, kpis=()))
    assert asked(person) == set()
    assert known_of(dataclasses.replace(person, moved=True)) == ([] if status is KpiStatus.STALE else [kpi])


@pytest.mark.parametrize("status", [KpiStatus.WITHDRAWN, KpiStatus.MISTAKEN])
def test_what_no_longer_counts_answers_nothing(status: KpiStatus) -> None:
    kpi = dataclasses.replace(said("核心系统恢复压到一小时以内。", 1, set(Facet)), status=status)
    assert known_of(dataclasses.replace(chief(), kpis=(kpi,))) == []


@pytest.mark.parametrize("status", [KpiStatus.OPEN, KpiStatus.MET])
def test_a_follow_up_does_not_ask_for_what_was_said_of_a_matter_that_is_met(status: KpiStatus) -> None:
    question = next(q for q in BANK.questions if q.id == "jt-night")
    kpi = dataclasses.replace(said("上个值班夜里又被叫起来两回，一个月得有六回。", 2, {Facet.BASELINE}), status=status)
    person = PersonFacts(id=uuid.UUID(int=2), name="陆知远", kpis=(kpi,))
    further = follow_ups(Candidate(question, person, None, None, 1.0), question, table(person), BANK, set())
    assert "一个月碰上几回？" not in [text.zh for text in further]


@settings(max_examples=150, deadline=None)
@given(meetings())
def test_no_follow_up_about_a_kpi_asks_for_a_facet_that_is_known(facts: MeetingFacts) -> None:
    known = {kpi.id: {f for f, text in kpi.facets.items() if text} for p in facts.people for kpi in p.kpis}
    for item in build_guide(facts, BANK).items:
        if item.kpi_id is None:
            continue
        question = question_of(item)
        idle = {text for facet in known[item.kpi_id] for text in BANK.facet_follow_ups[facet]}
        pairs = zip(question.follow_ups, question.follow_ups_ask, strict=False)
        idle |= {text for text, asks in pairs if asks in known[item.kpi_id]}
        assert not idle & set(item.follow_ups)


FIRST_OR_AGAIN = {Need.FIRST, Need.RETURN}


def greeted(person: PersonFacts) -> set[Need]:
    """How somebody is spoken to in half an hour without a purpose: as a stranger, as one who told us things, neither."""
    facts = MeetingFacts(TODAY, 30, (person,))
    able = {c.question.needs for c in find_candidates(facts, BANK)} & FIRST_OR_AGAIN
    opening = question_of(build_guide(facts, BANK).items[0])
    assert opening.phase is Phase.AGREEMENT
    assert opening.needs in (able or {Need.NOTHING})
    return able


@pytest.mark.parametrize("stage", list(TrustStage))
@pytest.mark.parametrize("status", [status for status in KpiStatus if status is not KpiStatus.MISTAKEN])
@pytest.mark.parametrize("layer", list(Layer))
def test_whoever_told_us_something_is_no_stranger(stage: TrustStage, status: KpiStatus, layer: Layer) -> None:
    kpi = dataclasses.replace(said("演练院长要亲自到场看。", 1, set()), status=status, layer=layer)
    assert greeted(dataclasses.replace(chief(), stage=stage, kpis=(kpi,))) == {Need.RETURN}


@pytest.mark.parametrize("stage", list(TrustStage))
def test_only_who_is_new_to_us_is_greeted_as_a_stranger(stage: TrustStage) -> None:
    """Who is known to us but of whom nothing is on record is told neither that we first meet nor what they said."""
    mistaken = dataclasses.replace(said("演练院长要亲自到场看。", 1, set()), status=KpiStatus.MISTAKEN)
    for kpis in ((), (mistaken,)):
        person = dataclasses.replace(chief(), stage=stage, kpis=kpis)
        assert greeted(person) == ({Need.FIRST} if stage.depth < TrustStage.S2.depth else set())


def test_who_only_was_promised_something_is_neither_greeted_anew_nor_told_what_they_said() -> None:
    kept = PromiseFacts("派两个人到场陪做夜间恢复", TODAY - dt.timedelta(days=9), done=True)
    assert greeted(dataclasses.replace(chief(kept), stage=TrustStage.S1, kpis=())) == set()


def test_no_word_of_a_customer_is_remembered_after_the_guide():
    """Deleting the words has to be enough: no cache of ours holds them on."""
    words = "检验那边恢复用了七个半小时"  # said in no other test
    person = dataclasses.replace(chief(), kpis=(said(f"{words}。", 1, {Facet.METRIC, Facet.BASELINE}),))
    facts = table(person, purpose=f"谈谈{words}")
    assert any(words in item.text.zh + item.why.zh for item in build_guide(facts, BANK).items)
    caches = [
        value
        for name, module in list(sys.modules.items())
        if name.startswith("kpi_assistant")
        for value in vars(module).values()
        if type(value) is type(load_question_bank)
    ]
    assert len(caches) > 10
    for cache in caches:
        assert not any(words in text for text in texts_within(cache)), cache


def texts_within(cache: object) -> Iterator[str]:
    """Every string that an lru_cache's keys and values lead to."""
    seen: set[int] = set()
    left = [one for one in gc.get_referents(cache) if isinstance(one, dict)]
    while left:
        one = left.pop()
        if id(one) in seen or isinstance(one, type | ModuleType | FunctionType):
            continue
        seen.add(id(one))
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):  # of which the collector does not look at keys that are strings
            left.extend([*one, *one.values()])
        else:
            left.extend(gc.get_referents(one))


def test_what_late_acceptance_means_is_not_asked_once_it_is_on_record() -> None:
    def asks(known: set[Facet]) -> bool:
        kpi = said("十二月二十号前要终验，过了今年的钱就收回去了。", 1, known)
        facts = table(dataclasses.replace(chief(), kpis=(kpi,)), purpose="项目初验，验收会前碰一下")
        return any(c.question.id == "aim-acceptance-late" for c in find_candidates(facts, BANK))

    assert asks(set())
    assert not asks({Facet.DEADLINE, Facet.CONSEQUENCE})


def test_who_told_us_what_weighs_in_the_new_post_is_not_asked_what_that_is() -> None:
    def asks(*kpis: KpiFacts) -> bool:
        moved = dataclasses.replace(chief(), moved=True, kpis=kpis)
        return any(c.question.names_matter for c in find_candidates(table(moved, purpose=""), BANK))

    old = dataclasses.replace(said("新院区十月开诊，图纸还在改。", 1, set()), status=KpiStatus.STALE)
    assert asks(old)
    assert not asks(old, said("十一家医院的检查结果要互认。", 1, set()))


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("I had four weeks to run a tender that needs ten.", False),
        ("上次投产回退，回得太慢。", False),
        ("Every contract I sign gets reopened by audit.", False),
        ("年底前要把老系统的数据全搬过来。", True),
        ("省里要求年底前把网格数据全部接上来，我天天盯着。", True),
        ("We go live with the new records system in May.", True),
    ],
)
def test_only_what_can_be_late_is_asked_for_its_day(words: str, asked: bool) -> None:
    facts = table(dataclasses.replace(chief(), kpis=(said(words, 1, set()),)), purpose="")
    about = [c for c in find_candidates(facts, BANK) if c.question.needs is Need.KPI]
    assert any(Facet.DEADLINE in c.question.facets for c in about) == asked
