"""The last look before a customer edition is released: does its finished text hold a word that was withheld?"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kpi_assistant.domain.address import address
from kpi_assistant.domain.brief import BriefRecord
from kpi_assistant.domain.brief_customer import CustomerBrief
from kpi_assistant.domain.release import bar
from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import Facet, Sensitivity, TrustStage

RUN = 8
"""A run this long counts as the sentence: 8 characters of Chinese, about 5 words of English."""
LEAST_LETTERS = 5
"""A run needs this many letters beside digits and marks: dates and figures alone give nothing away."""
GRAM = 4
"""Letters in a row by which a sentence is recognised as worth a closer look; no more than LEAST_LETTERS and
SHORTEST_SENTENCE."""
SHORTEST_SENTENCE = 4
"""A withheld sentence shorter than this, in Chinese characters or words, is too common to be recognised."""
SHORTEST_PHRASE = 3
"""A facet that names less than three letters beside dates and figures tells nobody's secret."""
SEVERAL = 3
"""What so many people far away say alike is how one speaks of it, such as the name of an inspection."""
TOLD_FACETS = (Facet.CONSEQUENCE, Facet.OBSTACLES, Facet.TRIED)
"""Facets that retell what a person said; the others name a number that several people share."""

# First names and surnames that are also everyday words: alone they say nothing, with the rest of the name they do.
_EVERYDAY_WORDS = """
april art august banks best bill black bright brown bush chance chase cook dawn day dean drew faith field fields frank
good grace grant gray green hall hill hope iris ivy jack joy june king law little long mark max may page park parks pat
price reed rich rob rose sharp short sky small stone strong sue summer white will wise wood young
"""
_EVERYDAY = frozenset(_EVERYDAY_WORDS.split())
_MARKS = re.compile(r"[\W_]+")
_HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_CALENDAR = re.compile(
    r"[年月日号底初末中上下旬半前后内之周季度今明本个第一二三四五六七八九十零〇两\d]"
    r"|\b(?:(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*|by|before|the|end|of|next|this|in|within"
    r"|years?|months?|weeks?|days?|quarter|spring|summer|autumn|winter|first|second|third|fourth|half)\b",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[a-zà-öø-ÿ'’]+|[0-9]+|\S", re.IGNORECASE)


class SecretKind(StrEnum):
    """A sentence and its runs, a person's name, or a code of ours.

    A phrase is a sentence that may be nobody's in particular, such as a wording of ours or a facet: what is said openly
    as well gives nothing away. In work words the name of what we offer gives nothing away. Far words are the work words
    of one person who has nothing to do with the addressee: what SEVERAL of them say is common speech.
    """

    SENTENCE = "sentence"
    WORK = "work"
    FAR = "far"
    PHRASE = "phrase"
    NAME = "name"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Secret:
    """One withheld thing that the text is searched for; ``whose`` tells people far away apart who say the same."""

    kind: SecretKind
    text: str
    whose: str = ""


@dataclass(frozen=True, slots=True)
class Leak:
    """A withheld thing that was found; ``excerpt`` is the part of it that stands in the text."""

    secret: Secret
    excerpt: str


def secrets(record: BriefRecord) -> tuple[Secret, ...]:
    """Everything of the record the customer edition must not hold: withheld words, notes, other names, codes."""
    found: list[Secret] = []
    for kpi in record.kpis:
        found.append(Secret(SecretKind.CODE, str(kpi.id)))
        if bar(kpi, record.addressee.person_id, record.today) is None:
            continue
        told = (kpi.facets.get(facet, "") for facet in TOLD_FACETS)
        is_confidential = kpi.layer.is_private or kpi.sensitivity is Sensitivity.SENSITIVE
        kind = SecretKind.SENTENCE if is_confidential else SecretKind.WORK
        found.extend(Secret(kind, text) for text in (kpi.words, kpi.observation, *told) if text.strip())
        if kpi.told_by.strip():
            found.append(Secret(SecretKind.NAME, kpi.told_by))
    for person in record.people:
        found.extend(Secret(SecretKind.SENTENCE, note) for note in person.notes if note.strip())
        if person.person_id != record.addressee.person_id:
            found.append(Secret(SecretKind.NAME, person.name))
            found.append(Secret(SecretKind.NAME, address(person.name, person.title, "zh_CN")))
    own = {record.addressee.name, record.addressee.form_of_address, record.sender.name}
    found.extend(
        Secret(SecretKind.NAME, promise.person_name) for promise in record.promises if promise.person_name.strip()
    )
    found.extend(Secret(SecretKind.CODE, stage.value) for stage in TrustStage)
    return tuple(dict.fromkeys(secret for secret in found if secret.kind is SecretKind.CODE or secret.text not in own))


def allowed_texts(brief: CustomerBrief) -> tuple[str, ...]:
    """What may stand in this edition even where a withheld sentence says the same: their own cleared words, and the
    names of sender and addressee. What a seller typed, a facet as well as an answer, clears nothing: it is searched.
    """
    texts = [*_fields(brief.sender), *_fields(brief.recipient)]
    texts += [answer.quote for answer in brief.answers + brief.further]
    return tuple(text for text in texts if text.strip())


def offered_names(brief: CustomerBrief) -> tuple[str, ...]:
    """What we call what we offer here: somebody who spoke of it about their work is not given away by it."""
    offers = [offer for answer in brief.answers + brief.further for offer in answer.offers]
    return tuple(text for offer in offers for text in _both(offer.name) if text.strip())


def open_texts(record: BriefRecord, brief: CustomerBrief) -> tuple[str, ...]:
    """What is said openly and may be in a phrase too: our offering as printed, where people work and as what, and what
    the team's work KPIs measure, by when and who judges it. A facet printed here would clear itself: of those only the
    short name of what is counted is open.
    """
    texts = [*offered_names(brief), *(text for gap in brief.gaps for text in _both(gap.limits))]
    texts += [
        text
        for answer in brief.answers + brief.further
        for told in (
            *(offer.description for offer in answer.offers),
            *(part for proof in answer.evidence for part in (proof.statement, proof.whose, proof.how)),
        )
        for text in _both(told)
    ]
    texts += [text for person in record.people for text in (person.title, person.organisation)]
    texts += [
        text
        for kpi in record.kpis
        if not kpi.layer.is_private and kpi.sensitivity is not Sensitivity.SENSITIVE
        for facet, text in kpi.facets.items()
        if facet not in TOLD_FACETS
        if bar(kpi, record.addressee.person_id, record.today) is not None
        or (facet is Facet.METRIC and not any(_runs(text)))
    ]
    return tuple(text for text in texts if text.strip())


def phrase_of_ours(text: str) -> Secret | None:
    """A wording of ours as something to look for; None when it is too short to be known again."""
    return Secret(SecretKind.PHRASE, text) if any(_runs(text)) else None


def phrase_of_facet(text: str) -> Secret | None:
    """A facet that names something as something to look for; None for a mere date or figure, which several share."""
    named = sum(_letters(token.group()) for token in _TOKEN.finditer(_CALENDAR.sub(" ", text)))
    return Secret(SecretKind.PHRASE, text) if named >= SHORTEST_PHRASE else None


def find_leaks(
    text: str,
    withheld: Sequence[Secret],
    allowed: Sequence[str] = (),
    openly: Sequence[str] = (),
    offered: Sequence[str] = (),
) -> tuple[Leak, ...]:
    """The withheld things that stand in the text, each once.

    Spaces, line breaks, invisible characters, punctuation, case and full-width forms make no difference. A run that
    also occurs in an allowed text is not a leak; a name or a code is one unless it stands inside an allowed text. Of a
    phrase the same is true for what is said ``openly``, of work and far words for the names of what is ``offered``.
    """
    packed = _packed(text)
    permitted = "\0".join(_packed(each) for each in allowed)
    named = "\0".join((permitted, *map(_packed, offered)))
    usual = "\0".join((permitted, *map(_packed, openly)))
    common = {SecretKind.SENTENCE: permitted, SecretKind.WORK: named, SecretKind.FAR: named, SecretKind.PHRASE: usual}
    near = _near([secret for secret in withheld if secret.kind in common], packed)
    far = [packed for secret, packed in near.items() if secret.kind is SecretKind.FAR]
    outside = packed
    raw_outside = _spaced(text)
    for each in sorted(allowed, key=len, reverse=True):
        if len(_packed(each)) > 1:
            outside = outside.replace(_packed(each), "\0")
            raw_outside = _loosely(each).sub("\0", raw_outside)
    leaks: list[Leak] = []
    for secret in withheld:
        if secret.kind in common:
            others = far if secret.kind is SecretKind.FAR else []
            excerpt = _found_run(secret.text, packed, common[secret.kind], others) if secret in near else ""
        elif secret.kind is SecretKind.NAME:
            excerpt = _found_name(secret.text, outside, raw_outside)
        else:
            excerpt = _found_word(secret.text, raw_outside)
        if excerpt:
            leaks.append(Leak(secret, excerpt))
    return tuple(leaks)


def _near(sentences: Sequence[Secret], packed: str) -> dict[Secret, str]:
    """The sentences, packed, that have four letters in a row in common with the text.

    A run has at least LEAST_LETTERS, so it holds such a row that begins at an even place, and no other sentence can
    stand in the text: looking for each of their runs would take a hundred times longer.
    """
    grams = frozenset(packed[at : at + GRAM] for at in range(len(packed) - GRAM + 1))
    near: dict[Secret, str] = {}
    for secret in sentences:
        own = _packed(secret.text)
        if len(own) <= GRAM or not grams.isdisjoint([own[at : at + GRAM] for at in range(0, len(own) - GRAM + 1, 2)]):
            near[secret] = own
    return near


def _found_run(sentence: str, packed: str, permitted: str, far: Sequence[str] = ()) -> str:
    """The whole sentence or its first run in the text that is neither permitted nor said by SEVERAL ``far`` people."""

    def gives_away(needle: str) -> bool:
        return needle in packed and needle not in permitted and sum(needle in words for words in far) < SEVERAL

    length = sum(token.group()[0].isalnum() for token in _TOKEN.finditer(sentence))
    if length >= SHORTEST_SENTENCE and gives_away(_packed(sentence)):
        return sentence.strip()
    return next((run for run in _runs(sentence) if gives_away(_packed(run))), "")


def _runs(sentence: str) -> Iterator[str]:
    """Every shortest stretch that weighs RUN: a Chinese character or mark weighs 1, a word 1, a long word 2."""
    tokens = list(_TOKEN.finditer(sentence))
    for first, start in enumerate(tokens):
        weight = letters = 0
        for token in tokens[first:]:
            word = token.group()
            letters += _letters(word)
            weight += _letters(word) or (len(word) if word.isdigit() else not word.isascii())
            if weight >= RUN:
                if letters >= LEAST_LETTERS:
                    yield sentence[start.start() : token.end()]
                break


def _letters(word: str) -> int:
    if word.isdigit() or not word[0].isalnum():
        return 0
    return 2 if len(word) > 3 else 1


def _found_name(name: str, outside: str, raw_outside: str) -> str:
    """A Chinese name anywhere; another one as whole words, its parts only with their capitals."""
    name = " ".join(name.split())
    if _HAN.search(name):
        return name if len(_packed(name)) > 1 and _packed(name) in outside else ""
    if found := _found_word(name, raw_outside, ignore_case=True):
        return found
    return next((part for part in name_parts(name) if _found_word(part, raw_outside)), "")


def name_parts(name: str) -> list[str]:
    """The parts of a name in Latin letters that say by themselves who is meant."""
    if _HAN.search(name):
        return []
    return [part for part in name.split() if len(part) > 2 and part[0].isupper() and part.lower() not in _EVERYDAY]


def _found_word(word: str, text: str, *, ignore_case: bool = False) -> str:
    parts = word.split()
    if not parts or (not ignore_case and parts[0] not in text):
        return ""
    pattern = r"\s+".join(map(re.escape, parts))
    flags = re.IGNORECASE if ignore_case else 0
    return word if re.search(rf"(?<![A-Za-z0-9]){pattern}(?![A-Za-z0-9])", text, flags) else ""


def _packed(text: str) -> str:
    """Letters and digits only, in one case and one width."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", text).casefold())


def _spaced(text: str) -> str:
    """One width, without invisible characters; word boundaries kept."""
    normal = unicodedata.normalize("NFKC", text)
    return "".join(each for each in normal if unicodedata.category(each) != "Cf")


def _loosely(text: str) -> re.Pattern[str]:
    """The text with any spacing between its characters."""
    return re.compile(r"\s*".join(re.escape(each) for each in _spaced(text) if not each.isspace()))


def _both(text: Text) -> tuple[str, str]:
    return text.zh, text.en


def _fields(value: object) -> tuple[str, ...]:
    return tuple(str(getattr(value, name)) for name in getattr(value, "__slots__", ()))
