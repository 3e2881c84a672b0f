"""Which capability answers a KPI: with reasons, across languages, and often none."""

import dataclasses
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_assistant.content.concepts import load_thesaurus
from kpi_assistant.domain.concepts import Concept, Thesaurus
from kpi_assistant.domain.kpi import KpiFacts
from kpi_assistant.domain.matching import EarlierLink, Matcher, Proposals, propose
from kpi_assistant.domain.matching_index import CapabilityTexts
from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import Facet, Layer

THESAURUS = Thesaurus(
    (
        Concept("night", Text("夜里被叫", "night calls"), ("半夜…电话", "值守", "on call", "first response")),
        Concept("leak", Text("外泄", "leaks"), ("流出去", "泄露", "外流", "leak")),
    )
)
BACKUP = CapabilityTexts(
    "C01",
    Text("勒索恢复与防篡改备份", "Ransomware recovery"),
    Text("按系统写好恢复剧本，每半年真恢复一次", "Immutable backup, a restore playbook for every system"),
)
WATCH = CapabilityTexts(
    "C02",
    Text("告警托管值守", "Managed watch"),
    Text("分析员看告警，只把要处理的推给客户", "Analysts on call, first response by us"),
    customers_say=(
        Text("一天几千条提示没人看", "Nobody reads the pop-ups any more"),
        Text("手机不敢关", "I sleep with my phone"),
    ),
)
TRACE = CapabilityTexts(
    "C05", Text("敏感数据外流追踪", "Data leak tracing"), Text("异常批量导出当场拦", "Stops exports")
)
OFFERING = (BACKUP, WATCH, TRACE)


def kpi(words: str, **facts: object) -> KpiFacts:
    return KpiFacts(uuid.UUID(int=9), uuid.UUID(int=2), Layer.WORK, words, **facts)  # type: ignore[arg-type]


def answer(words: str, history: tuple[EarlierLink, ...] = (), **facts: object) -> Proposals:
    return propose(kpi(words, **facts), OFFERING, THESAURUS, history)


def test_it_proposes_by_shared_words_and_shows_them() -> None:
    best = answer("上个月勒索演习，影像恢复用了六个多小时").items[0]
    assert best.capability_id == "C01"
    assert set(best.words) == {"勒索", "恢复"}


def test_it_bridges_everyday_words_and_the_catalogue_by_a_concept() -> None:
    best = answer("就怕半夜里电话响").items[0]
    assert best.capability_id == "C02"
    (shared,) = best.concepts
    assert (shared.concept_id, shared.heard) == ("night", "半夜…电话")
    assert shared.offered in ("值守", "on call", "first response")


def test_it_bridges_chinese_words_and_an_english_catalogue() -> None:
    english = tuple(
        dataclasses.replace(c, name=Text("", c.name.en), description=Text("", c.description.en), customers_say=())
        for c in OFFERING
    )
    assert propose(kpi("病人的东西不能流出去"), english, THESAURUS).items[0].capability_id == "C05"


def test_it_shows_the_line_customers_say() -> None:
    best = answer("一天两千多条提示，全选已读").ranked[0]
    assert best.capability_id == "C02"
    assert best.saying == WATCH.customers_say[0]


@pytest.mark.parametrize(
    "words", ["想把驾照考下来，科目二挂三回了", "The roof is coming off", "……", "", "我们今年的情况就是这样"]
)
def test_it_proposes_nothing_when_nothing_fits_and_says_so(words: str) -> None:
    found = answer(words)
    assert found.abstained
    assert found.items == ()


def test_it_proposes_nothing_without_capabilities() -> None:
    assert propose(kpi("勒索恢复"), (), THESAURUS).abstained


def test_it_reads_facets_and_what_we_observed_ourselves() -> None:
    by_facet = answer("就这件事最急", facets={Facet.OBSTACLES: "勒索之后恢复不了，备份没真恢复过"})
    assert by_facet.ranked[0].capability_id == "C01"
    observed = propose(kpi("", observation="两次问起勒索恢复和备份"), OFFERING, THESAURUS)
    assert observed.items[0].capability_id == "C01"


def test_it_learns_from_an_accepted_link_and_names_it() -> None:
    words = "领导最看重应急预案那一摊"
    assert answer(words).abstained
    earlier = EarlierLink("K1", "C01", "应急预案那一摊年年都要看")
    best = answer(words, (earlier,)).items[0]
    assert (best.capability_id, best.similar) == ("C01", ("K1",))


def test_it_learns_from_a_rejected_link() -> None:
    words = "勒索演习恢复太慢"
    before = answer(words).ranked[0].score
    after = answer(words, (EarlierLink("K1", "C01", "勒索演习恢复太慢", accepted=False),))
    assert after.ranked == () or after.ranked[0].capability_id != "C01" or after.ranked[0].score < before / 2


def test_it_learns_to_propose_nothing_from_what_nothing_answered() -> None:
    words = "对门那家酒吧唱到天亮，楼下烧烤摊冒烟，恢复"
    in_vain = EarlierLink("K1", None, "对门那家酒吧唱到天亮，楼下烧烤摊冒烟")
    assert not answer(words).abstained
    assert answer(words, (in_vain,)).abstained
    assert not answer("上个月勒索演习，影像恢复用了六个多小时", (in_vain,)).abstained


def test_it_lets_what_is_nearly_the_same_decide_and_what_is_remotely_alike_hardly_tell() -> None:
    words = "就怕半夜里电话响"
    same = EarlierLink("K1", "C01", "就怕半夜里电话响")
    remote = EarlierLink("K2", "C01", "就怕打印机的颜色、食堂的菜和新来的人")
    assert answer(words, (same,)).ranked[0].capability_id == "C01"
    assert answer(words, (remote, remote, remote)).ranked[0].capability_id == "C02"


def test_it_does_not_learn_from_the_kpi_itself() -> None:
    words = "领导最看重应急预案那一摊"
    assert answer(words, (EarlierLink(uuid.UUID(int=9), "C01", words),)).abstained


def test_it_ranks_the_same_way_however_the_offering_is_ordered() -> None:
    words = kpi("勒索之后数据流出去，半夜电话响")
    one = Matcher(OFFERING, THESAURUS).propose(words)
    other = Matcher(OFFERING[::-1], THESAURUS).propose(words)
    assert one == other


@given(st.text(max_size=120), st.text(max_size=60))
def test_it_takes_any_words_and_ranks_best_first(words: str, name: str) -> None:
    offering = (*OFFERING, CapabilityTexts("C99", Text(name, words)))
    scores = [proposal.score for proposal in propose(kpi(words + name), offering, THESAURUS).ranked]
    assert scores == sorted(scores, reverse=True)


def test_a_line_that_customers_say_is_recognised_when_half_of_it_is_said() -> None:
    line = Text("中等生提不上来", "the middle ones are stuck")
    tiers = CapabilityTexts("C09", Text("分层走班", "Tiers"), customers_say=(line,))
    found = propose(kpi("中等生要往上提一档"), (*OFFERING, tiers), THESAURUS)
    assert [(best.capability_id, best.saying) for best in found.items] == [("C09", line)]


def test_a_reason_quotes_only_what_was_said() -> None:
    """The ranking hears the role too; the page must not put it in the customer's mouth."""
    heard = answer("提示太多，没人看", role_at_time="值守组长").ranked[0]
    assert heard.capability_id == "C02"
    assert heard.concepts == ()


def test_the_offering_is_quoted_in_the_language_that_was_spoken() -> None:
    assert answer("就怕半夜里电话响").items[0].concepts[0].offered == "值守"
    assert answer("I hate being on call").items[0].concepts[0].offered in ("on call", "first response")


def test_nothing_is_proposed_without_a_reason() -> None:
    for proposal in answer("半夜里电话响，勒索演习恢复不了，数据泄露").items:
        assert proposal.has_reasons


def test_a_general_word_alone_is_no_reason_for_a_concept() -> None:
    """Nobody spoke of fear or of being alone: that both say 夜里 is a word in common at most."""
    watch = CapabilityTexts("C1", Text("夜间免值守巡检", ""), Text("夜里自动巡检，告警先过滤，误报少", ""))
    said = kpi("夜里误报太多，最近没人信报警了")
    for proposal in Matcher((watch,), load_thesaurus()).propose(said).ranked:
        assert "late_night_lonely" not in {each.concept_id for each in proposal.concepts}
        assert not any(each.heard in ("夜里", "一个人", "数据") for each in proposal.concepts)
