"""Quoting a person: their words, whole or cut at a clause, never altered."""

import itertools
import re

from kpi_assistant.domain.kpi import KpiFacts

QUOTE_CHARACTERS = 18
"""How many characters of a Chinese quotation fit into a question that is spoken in one breath."""
QUOTE_WORDS = 10
"""The same for languages written with spaces, in words."""
PRIVATE_CHARACTERS, PRIVATE_WORDS = 20, 12
"""What comes from the heart is quoted a little longer: cut short it would not be theirs."""
UNMARKED = 4
"""So many more Chinese characters fit where no ellipses are needed, since nobody speaks them."""
MORE_WORDS = 2
"""So many more words a single clause may have that is quoted whole because it cannot be cut."""
DANGLING_CHARACTERS, DANGLING_WORDS = 5, 1
"""A clause no longer than this that does not end its sentence only leads up to the next one."""
_ELLIPSIS = {"zh": "……", "en": "…"}
_CJK = re.compile(r"[\u3400-\u9fff]")
# A full stop or a comma inside a number ("3.5", "1,200") does not end a clause.
_CLAUSE = re.compile(r"(?:[^，,、；;：:。.！!？?\n—…]|(?<=\d)[.,:](?=\d)|\.(?=\w))+")
# Where a thought of a language with spaces ends though no mark stands there; what follows is quoted with it or not at all.
_TURN = re.compile(
    r"\s(?=(?:because|when|if|unless|though|although|but|which|where|(?:and|so) (?:i|we|you|they|he|she|it|nobody|no one|everybody|then))\b)"
    # "I write chapters and hope": whose first half has its subject is a thought by itself; "between a and b" is none.
    r"|(?<=\w)\s(?=and\b)",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"(i|we|you|they|he|she|it|this|that|nobody|everybody|somebody|people)\b(?!.*\b(both|between|either)\b)",
    re.IGNORECASE,
)
_BARE_AND = re.compile(r"\sand\b(?! (i|we|you|they|he|she|it|nobody|no one|everybody|then)\b)", re.IGNORECASE)
_LEADS_ON = re.compile(
    r"\b(of|in|on|at|to|for|by|with|from|into|about|the|an?|is|are|was|were|be|and|or|that|than|as|not|so|my|our|their|his|her|its|know|knows)$",
    re.IGNORECASE,
)
_WISH = re.compile(r"想|盼|希望|愿|图|得把|want|like to|love to|hope|wish|get .* right", re.IGNORECASE)
# What they were ashamed of is theirs to bring up again: no word of it is said back to them.
_SHAME = re.compile(
    r"丢尽|丢脸|丢人|丢面子|没脸|出丑|出洋相|念出来|\b(fool|idiot|humiliat\w*|ashamed|embarrass\w*|laughed at|laughing stock)\b",
    re.IGNORECASE,
)
# A sigh about their own plight stands beside the matter; the matter is quoted, not the sigh.
_PLIGHT = re.compile(
    r"挨(骂|批|训|说)|一抹黑|写.{0,4}(检查|检讨)|当着.{1,8}面|下不来台|\b(told off|yelled at|shouted at|in front of everyone)\b",
    re.IGNORECASE,
)
_FULL_STOP = frozenset("。.！!？?\n")


def shorten_quote(
    words: str,
    locale: str,
    characters: int = QUOTE_CHARACTERS,
    spaced_words: int = QUOTE_WORDS,
    *,
    wish_first: bool = False,
    spoken: bool = False,
    opening: bool = False,
) -> str:
    """The words fit to be quoted inside a question: whole when short, else the fullest run of whole clauses.

    ``characters`` limits Chinese words, ``spaced_words`` words of other languages. Where a sentence is cut, an
    ellipsis of the locale stands; a single clause longer than that is cut between words, never inside a number.
    ``spoken`` is for a quotation that is read aloud: what was cut at a clause needs no mark then, the quotation does
    not end with half a thought, and a clause is quoted whole or not at all: empty where even the shortest is too long.
    With ``wish_first`` the clause that says what they wish goes before the one that says why: the private reason
    behind a wish is not ours to repeat. With ``opening`` only the beginning is quoted, but for a word or two that lead
    up to it: what fits further on is as often a sigh as the matter itself. Empty where the beginning is too long.
    """
    text = " ".join(words.split())
    cap = characters if _CJK.search(text) else spaced_words
    longest = cap + UNMARKED if spoken and _CJK.search(text) else cap
    ellipsis = _ELLIPSIS["en" if locale.lower().startswith("en") else "zh"]
    mark = "" if spoken else ellipsis
    clauses = [(m.start(), m.end()) for m in _CLAUSE.finditer(text) if m.group().strip()]
    if not clauses:
        return "" if spoken and _size(text) > longest else text

    def whole(clauses: list[tuple[int, int]], longest: int) -> list[tuple[int, int]]:
        return [
            (start, end)
            for i, (start, _) in enumerate(clauses)
            for _, end in clauses[i:]
            if _size(text[start:end]) <= longest
            and not _FULL_STOP & set(_marks(text[start:end]))
            and not (spoken and _dangles(text, clauses, start, end))
        ]

    runs = whole(clauses, longest)
    if spoken and not runs and not _CJK.search(text):
        clauses = [part for clause in clauses for part in _thoughts(text, *clause)]
        # A turning word leads on from what stands before it, so no quotation begins with one.
        opens = [start for start, _ in clauses if start == 0 or not text[start - 1].isalnum()]
        runs = whole(clauses, longest) or whole(clauses, longest + MORE_WORDS)
        runs = [run for run in runs if run[0] in opens]
    if opening:
        runs = [run for run in runs if _opens(text, clauses, run)]
    if spoken and not runs:
        return ""
    wished = [(s, e) for s, e in clauses if wish_first and _WISH.search(text[s:e])]
    if wished and not spoken and not any(s <= wished[0][0] < e for s, e in runs):
        before = text[: wished[0][0]].rstrip()
        cut = _cut(text[slice(*wished[0])].strip(), cap) + ellipsis
        return cut if not before or before[-1] in _FULL_STOP else mark + cut
    if wished and spoken:
        runs = [run for run in runs if run[0] <= wished[0][0] < run[1]]
    if spoken and not runs:
        return ""
    if not runs:
        start, end = clauses[0]
        return _cut(text[start:end].strip(), cap) + ellipsis
    wishes = [run for run in runs if _WISH.search(text[slice(*run)])] if wish_first else []
    if wishes and _size(text) > longest:
        # The shortest run around the wish: whatever stands beside it may be the reason.
        runs = [run for run in wishes if not any(_is_within(other, run) for other in wishes)]
    # The beginning is what they will recognise: a run from there wins unless it says next to nothing.
    fullest = max(_size(text[start:end]) for start, end in runs)
    from_start = [run for run in runs if run[0] == clauses[0][0]]
    if from_start and _size(text[slice(*from_start[-1])]) * 3 >= 2 * min(fullest, longest):
        start, end = from_start[-1]
    else:
        start, end = max(runs, key=lambda run: (_size(text[slice(*run)]), -run[0]))
    quoted = text[start:end].strip()
    before, after = text[:start].rstrip(), text[end:].lstrip()
    if before and before[-1] not in _FULL_STOP:
        quoted = mark + quoted
    if after and after[0] not in _FULL_STOP:
        quoted += mark
    return quoted


def quote_of(kpi: KpiFacts, locale: str, *, spoken: bool) -> str:
    """A KPI's words as a guide quotes them; of what is private the wish, not its reason. Empty where ``spoken`` cannot.

    What is read quotes the same clause as what is said, with the marks of what is left out.
    """
    private = kpi.layer.is_private
    longest = (PRIVATE_CHARACTERS, PRIVATE_WORDS) if private else (QUOTE_CHARACTERS, QUOTE_WORDS)
    quoted = shorten_quote(kpi.words, locale, *longest, wish_first=private, spoken=True, opening=not private)
    if _SHAME.search(kpi.words):
        quoted = ""
    if spoken or not quoted:
        return quoted if spoken else shorten_quote(kpi.words, locale, *longest, wish_first=kpi.layer.is_private)
    text = " ".join(kpi.words.split())
    before, after = (part.strip() for part in text.split(quoted, 1))
    mark = _ELLIPSIS["en" if locale.lower().startswith("en") else "zh"]
    lead = mark if before and before[-1] not in _FULL_STOP else ""
    return lead + quoted + (mark if after and after[0] not in _FULL_STOP else "")


def _thoughts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A clause in the parts between its turns ("… because …"), the turning word with what follows it."""
    clause = text[start:end]
    turns = [start, *(start + match.start() for match in _TURN.finditer(clause) if _turns(clause, match.start())), end]
    return [(a, b) for a, b in itertools.pairwise(turns) if text[a:b].strip()]


def _turns(clause: str, at: int) -> bool:
    """Whether a thought may end there: not after a word that leads on, and before a bare "and" only when what stands
    before has a subject of its own."""
    before = clause[:at].strip()
    if _LEADS_ON.search(before):
        return False
    return not _BARE_AND.match(clause[at:]) or bool(_SUBJECT.match(before))


def _dangles(text: str, clauses: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a run of several clauses ends with a short one that only leads up to what follows."""
    last = next(clause for clause in clauses if clause[1] == end)
    after = text[end:].lstrip()
    least = DANGLING_CHARACTERS if _CJK.search(text) else DANGLING_WORDS
    return (
        last[0] != start and after != "" and after[0] not in _FULL_STOP and _size(text[last[0] : end].strip()) <= least
    )


def _opens(text: str, clauses: list[tuple[int, int]], run: tuple[int, int]) -> bool:
    """Whether a run begins where they came to the matter and tells of it, not of a plight: what leads up to it, a word
    or two or whatever a colon follows, may be left out and is no quotation by itself."""
    first = next((n for n, clause in enumerate(clauses) if not _leads_in(text, clause)), 0)
    begins = {start for start, _ in clauses[: first + 1]}
    last = next((clause for clause in clauses if clause[1] == run[1]), run)
    colon = text[last[1] :].lstrip()[:1] in ("：", ":")
    return (
        run[0] in begins
        and run[1] >= clauses[first][1]
        and not (colon and last != clauses[-1])
        and not _PLIGHT.search(text[slice(*run)])
    )


def _leads_in(text: str, clause: tuple[int, int]) -> bool:
    least = DANGLING_CHARACTERS if _CJK.search(text) else DANGLING_WORDS
    after = text[clause[1] :].lstrip()
    return after[:1] in ("：", ":") or (bool(after) and _size(text[slice(*clause)].strip()) <= least)


def _is_within(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return inner != outer and outer[0] <= inner[0] and inner[1] <= outer[1]


def _marks(text: str) -> str:
    """The punctuation of a run without the points that belong to numbers and abbreviations."""
    return "".join(_CLAUSE.sub("", text).split())


def _size(text: str) -> int:
    return len(text.replace(" ", "")) if _CJK.search(text) else len(text.split())


def _cut(clause: str, cap: int) -> str:
    if not _CJK.search(clause):
        return " ".join(clause.split()[:cap])
    # Numbers and Latin words stay whole.
    parts = re.findall(r"[A-Za-z0-9.,%]+|\s+|.", clause)
    kept = str(parts[0])
    for part in parts[1:]:
        if _size(kept + part) > cap:
            break
        kept += part
    return kept.strip()
