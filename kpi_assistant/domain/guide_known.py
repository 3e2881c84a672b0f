"""What is on record already of the matter a question asks about, so that neither it nor its follow-ups ask for it."""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from kpi_assistant.domain.guide_facts import PersonFacts
from kpi_assistant.domain.kpi import KpiFacts
from kpi_assistant.domain.question import Question
from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import Facet, KpiStatus, Layer

_STEM = 6
# What is over, or happens again and again, has no day it is due on.
_NO_DAY = re.compile(
    r"上(个月|回|次|周)|去年|每(次|回|天|个月)|老是|总是|天天|动不动|一[^，。]{0,8}就"
    r"|\b(had|was|were|last (week|month|year|time)|every|always|never|nobody|each time)\b",
    re.IGNORECASE,
)
_DAY = re.compile(r"年底|月底|(本|下|这个?)季度|[一二三四五六七八九十\d]+(月|号)|前(必须|得|要|把)")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_WORD = re.compile(r"[a-z]{5,}")
# What stands in questions about everything says nothing about their subject.
_EVERYWHERE = frozenset(
    re.findall(
        r"\S+",
        """
    哪一 什么 件事 的是 是哪 您最 哪件 您这 哪个 分钟 哪些 一个 今天 要是 哪儿 您看 一件 您的 一步 怎么 这件
    在哪 让您 东西 时候 么样 头一 来的 的那 最想 下来 这边 手上 您那 是什 听您 一块 的事 给您 得最 的时 现在
    个数 这儿 一样 我们 从哪 您说 您想 日子 一处 一遍 一条 哪几 觉得 这些 最近 有哪 的人 一句 看哪 自己 项目
    记着 要紧 这个 心里 上的 这么 一段 那件 今年 我还 一类 到哪 几位 一回 上回 这一 最后 那句 还有 说起 您先
    眼下 是您 过的 一次 最不 那几 一年 一天 容易 系统 说到 我先 先说 上面 年底 几条 说说 手里 办成 起来 那一
    知道 最要 除了 了我 点什 出来 不上 以后 地方 工夫 个月 最难 时间 那头 材料 有人 医院 哪天 那天 往后 没人
    类事 哪样 单子 一般 一项 希望 大家 是谁 之前 办法 就是 人家 就怕 都是 不是 没有 可以
    which would words first where minute thing should figure someth these before throug people about change
    matter those hardes start still after years whose system order small least projec month think looking
    today hands piece since usuall comes asked yourse among betwee wrong hours missin again happen there could
    mentio later walk
    """,
    )
)


def _terms(text: str) -> frozenset[str]:
    """Pairs of Chinese characters and beginnings of English words that tell what a text is about."""
    pairs = {run[n : n + 2] for run in _HAN.findall(text) for n in range(len(run) - 1)}
    return frozenset((pairs | {word[:_STEM] for word in _WORD.findall(text.lower())}) - _EVERYWHERE)


@lru_cache(maxsize=8192)
def _terms_asked(question: Text) -> frozenset[str]:
    return _terms(question.zh) | _terms(question.en)


@lru_cache(maxsize=8192)
def terms_said(words: str) -> frozenset[str]:
    """Remembered while a guide is made and no longer: ``guide`` sees to it, so that deleting the words is enough."""
    return _terms(words)


def spoken_of(question: Question, kpi: KpiFacts | None, known: Sequence[KpiFacts]) -> list[KpiFacts]:
    """The KPIs a question is about: the one it is asked for, else those on record that name a thing it names."""
    if kpi is not None:
        return [kpi]
    asked = _terms_asked(question.text)
    return [one for one in known if not asked.isdisjoint(terms_said(one.words or one.observation))]


def has_a_day(kpi: KpiFacts) -> bool:
    """Whether it can be asked by when: an aim can be late, a grievance cannot."""
    return bool(_DAY.search(kpi.words)) or not _NO_DAY.search(kpi.words)


def is_said_of(kpi: KpiFacts, subject: Text) -> bool:
    """Whether a KPI speaks of the matter a meeting is about."""
    return not (_terms(subject.zh) | _terms(subject.en)).isdisjoint(terms_said(kpi.words))


def known_of(person: PersonFacts) -> list[KpiFacts]:
    """The work KPIs that answer a question already, the open ones first: what was met was said all the same, and what
    is stale too, unless it is the list of the post they have just left."""
    answering = [KpiStatus.OPEN, KpiStatus.MET, *([] if person.moved else [KpiStatus.STALE])]
    known = [kpi for kpi in person.kpis if kpi.layer is Layer.WORK and kpi.status in answering]
    return sorted(known, key=lambda kpi: answering.index(kpi.status))


def on_record(kpis: Sequence[KpiFacts]) -> set[Facet]:
    return {facet for kpi in kpis for facet, text in kpi.facets.items() if text.strip()}


def is_known(question: Question, known: Sequence[KpiFacts]) -> bool:
    """A general question for a facet is idle where a known KPI already has it; a pointed one, which mostly opens
    another matter, where a KPI that speaks of the same has it. Which matter weighs most is not asked where one is open."""
    if question.names_matter and any(kpi.status is KpiStatus.OPEN for kpi in known):
        return True
    if not question.facets:
        return False
    about = spoken_of(question, None, known) if question.industries or question.role_kinds else known
    return any(_has(kpi, question.facets) for kpi in about)


def _has(kpi: KpiFacts, facets: Collection[Facet]) -> bool:
    return all(kpi.facets.get(facet, "").strip() for facet in facets)
