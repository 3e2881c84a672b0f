"""Puts a chosen question into words: its slots, why it is asked, what to say before the next one."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from itertools import zip_longest

from kpi_assistant.domain.address import address
from kpi_assistant.domain.guide_candidates import Candidate
from kpi_assistant.domain.guide_facts import MeetingFacts
from kpi_assistant.domain.guide_known import known_of, on_record, spoken_of
from kpi_assistant.domain.guide_value import chance
from kpi_assistant.domain.hearing import heard_after
from kpi_assistant.domain.kpi import KpiFacts, missing_facets
from kpi_assistant.domain.promise_words import promised
from kpi_assistant.domain.question import Hears, Need, Question, QuestionBank
from kpi_assistant.domain.quotation import quote_of, shorten_quote
from kpi_assistant.domain.tact import WEAK_FACETS, may_follow
from kpi_assistant.domain.text import LOCALES, Text
from kpi_assistant.domain.vocabulary import Facet, Phase

PROMISE_CHARACTERS = 16
SOON_DAYS = 90
SHORT_FACET = 12
"""Characters of a facet that still read well inside a reason."""
_ZH_HOURS = {30: "半小时", 60: "一个小时", 90: "一个半小时", 120: "两个小时", 150: "两个半小时", 180: "三个小时"}
"""Minutes as one says them; the others are said as minutes."""
_ZH_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_EN_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_REASON_OF_NEED = {
    Need.AGED_KPI: "aged",
    Need.TOUCHED_KPI: "touched",
    Need.STALE_KPI: "stale",
    Need.LIFE_KPI: "life",
    Need.MINDSET_KPI: "mindset",
}


def pick(texts: tuple[Text, ...], *words: str) -> Text:
    """One of several wordings, always the same for the same words."""
    return texts[int(chance(*words) * len(texts)) % len(texts)]


def say(
    text: Text,
    candidate: Candidate,
    facts: MeetingFacts,
    extra: Mapping[str, Text] | None = None,
    *,
    spoken: bool = False,
) -> Text:
    """The text with its slots filled, in both languages; what is ``spoken`` quotes without marks nobody speaks."""
    filled = {}
    for locale in LOCALES:
        slots = _slots(candidate, facts, locale, spoken)
        slots |= {key: value.in_locale(locale) for key, value in (extra or {}).items()}
        filled[locale] = text.in_locale(locale).format_map(slots)
    zh = filled["zh_CN"]
    if facts.minutes in _ZH_HOURS:
        zh = zh.replace(f"{facts.minutes}分钟", _ZH_HOURS[facts.minutes])
    return Text(zh=zh, en=filled["en"])


def say_of(text: Text, kpi: KpiFacts, today: dt.date) -> Text:
    """A wording about one work KPI, {words} and {when} filled in both languages."""
    return Text(
        zh=text.zh.format(words=shorten_quote(kpi.words, "zh_CN"), when=_zh_when(kpi.said_on, today)),
        en=text.en.format(words=shorten_quote(kpi.words, "en"), when=_en_when(kpi.said_on, today)),
    )


def say_to(text: Text, candidate: Candidate) -> Text:
    """The text with the person's name in front, for a table where it would not be clear who is meant."""
    person = candidate.person
    zh, en = (address(person.name, person.title, locale) for locale in LOCALES)
    first = text.en.split(" ", 1)[0]
    rest = text.en if first.startswith(("I'", '"')) or first == "I" else text.en[:1].lower() + text.en[1:]
    return Text(zh=f"{zh}，{text.zh}", en=f"{en}, {rest}")


def why(candidate: Candidate, question: Question, facts: MeetingFacts, bank: QuestionBank) -> Text:
    """One short sentence with the fact the question rests on."""
    if question.why is not None or candidate.kpi is None:
        return say(question.why or question.listen_for, candidate, facts)
    kpi, seed = candidate.kpi, (candidate.kpi.words, question.sense)
    code = _REASON_OF_NEED.get(question.needs, "")
    extra: dict[str, Text] = {}
    if question.facets:
        missing = question.facets[0]
        known = [facet for facet in Facet if kpi.facets.get(facet, "").strip()]
        extra["missing"] = bank.facet_names[missing]
        extra["known"] = _listed([bank.facet_names[facet] for facet in known[:2]])
        days = None if kpi.deadline_on is None else (kpi.deadline_on - facts.today).days
        extra["days"] = Text(zh=str(days), en=str(days))
        if question.needs is Need.MATTER:
            code = "matter" if len(facts.people) > 1 else "matter_alone"
        elif days is not None and days < 0:
            code = "overdue"
        elif days is not None and 1 < days <= SOON_DAYS:
            code = "due_soon"
        elif Facet.DEADLINE in known and _is_worth_naming(kpi.facets[Facet.DEADLINE], kpi.words):
            extra["deadline"] = Text(zh=kpi.facets[Facet.DEADLINE], en=kpi.facets[Facet.DEADLINE])
            code = "missing_by"
        else:
            code = "missing_known" if known else "missing"
    return say(pick(bank.reasons[code or "payoff"], *seed), candidate, facts, extra)


def follow_ups(
    candidate: Candidate, question: Question, facts: MeetingFacts, bank: QuestionBank, taken: Collection[Facet]
) -> tuple[Text, ...]:
    """Further questions, the best first: one of its own, one for each facet nobody asks for yet, the rest of its own;
    last what fits after any. What tact forbids at this table is not among them."""
    if question.phase in (Phase.AGREEMENT, Phase.CLOSE):
        return ()
    possible = (*_follow_ups(candidate, question, facts, bank, taken), *bank.spare_follow_ups)
    return tuple(text for text in possible if may_follow(text, candidate.person, facts))


def _follow_ups(
    candidate: Candidate, question: Question, facts: MeetingFacts, bank: QuestionBank, taken: Collection[Facet]
) -> tuple[Text, ...]:
    kpi = candidate.kpi
    about = spoken_of(question, kpi, known_of(candidate.person)) if question.follow_ups_ask or kpi is not None else []
    known = on_record(about)
    barred = WEAK_FACETS if len(facts.people) > 1 and candidate.person is not facts.by_rank[0] else frozenset()
    own = [
        say(text, candidate, facts, spoken=True)
        for text, asks in zip_longest(question.follow_ups, question.follow_ups_ask)
        if asks not in known and asks not in barred
    ]
    if kpi is None or question.needs is not Need.KPI:
        return tuple(own)  # What another matter still lacks would not follow on this one.
    first = int(chance(candidate.person.name, question.id) * 2) % 2 if len(own) > 1 else 0
    own = own[first:] + own[:first]
    missing = [f for f in missing_facets(kpi) if f not in question.facets and f not in taken and f not in barred]
    wordings = [pick(bank.facet_follow_ups[facet], candidate.person.name, question.id) for facet in missing]
    return (*own[:1], *wordings, *own[1:])


def acknowledgement(candidate: Candidate, question: Question, bank: QuestionBank, used: set[Text]) -> Text | None:
    """What to say when they have answered: the question's own word, else one for the kind of thing they will have said,
    not used before in this guide while there is another; None to open and to close."""
    if question.phase in (Phase.AGREEMENT, Phase.CLOSE):
        return None
    if question.acknowledgement is not None and question.acknowledgement not in used:
        used.add(question.acknowledgement)
        return question.acknowledgement
    heard = heard_after(question, candidate.kpi)
    pool = bank.acknowledgements[heard]
    start = int(chance(candidate.person.name, heard) * len(pool))
    turned = pool[start:] + pool[:start]
    spare = bank.acknowledgements[Hears.NEWS]
    chosen = next((text for text in (*turned, *spare) if text not in used), turned[0])
    used.add(chosen)
    return chosen


def _is_worth_naming(facet: str, words: str) -> bool:
    """Short enough to stand in a reason, and not said already by the words it quotes."""
    return 0 < len(facet.strip()) <= SHORT_FACET and facet.strip() not in words


def _slots(candidate: Candidate, facts: MeetingFacts, locale: str, spoken: bool) -> dict[str, str]:
    person, english = candidate.person, locale == "en"
    slots = {
        "name": address(person.name, person.title, locale),
        "title": person.title,
        "minutes": str(facts.minutes),
        "company": _company(len(facts.people), english=english),
    }
    if facts.subject is not None:
        slots["subject"] = facts.subject.in_locale(locale)
    if person.peers_speak_of:
        slots["topic"] = person.peers_speak_of[0].in_locale(locale)
    if candidate.kpi is not None:
        slots["words"] = quote_of(candidate.kpi, locale, spoken=spoken)
        slots["when"] = (_en_when if english else _zh_when)(candidate.kpi.said_on, facts.today)
    if candidate.promise is not None:
        slots["promise"] = shorten_quote(candidate.promise.text, locale, PROMISE_CHARACTERS)
        slots["promised"] = promised(candidate.promise.text, person.name, person.title, locale)
        due: Callable[[dt.date, dt.date], str] = _en_day if english else _zh_day
        slots["due"] = due(candidate.promise.due, facts.today) if candidate.promise.due else ""
    return slots


def _company(people: int, *, english: bool) -> str:
    """How everybody at the table is spoken of together."""
    if english:
        return "both of you" if people == 2 else "all of you"
    return "两位" if people == 2 else "几位"


def _listed(names: list[Text]) -> Text:
    return Text(zh="、".join(name.zh for name in names), en=" and ".join(name.en for name in names))


def _zh_when(said_on: dt.date | None, today: dt.date) -> str:
    if said_on is None or _is_recent(said_on, today):
        return "上次"
    years = today.year - said_on.year
    return {0: "", 1: "去年", 2: "前年"}.get(years, f"{said_on.year}年") + _ZH_MONTHS[said_on.month - 1] + "月"


def _en_when(said_on: dt.date | None, today: dt.date) -> str:
    if said_on is None or _is_recent(said_on, today):
        return "Last time"
    month = _EN_MONTHS[said_on.month - 1]
    return f"In {month}" if said_on.year == today.year else f"In {month} {said_on.year}"


def _is_recent(said_on: dt.date, today: dt.date) -> bool:
    return (today.year, today.month) == (said_on.year, said_on.month) or said_on > today


def _zh_day(day: dt.date, today: dt.date) -> str:
    year = "" if day.year == today.year else "去年" if day.year == today.year - 1 else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


def _en_day(day: dt.date, today: dt.date) -> str:
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day.day} {_EN_MONTHS[day.month - 1]}{year}"
