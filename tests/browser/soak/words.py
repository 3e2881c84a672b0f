"""What is said in a run, and how often each sentence must be found in the database afterwards."""

import re
from collections import Counter
from collections.abc import Iterable
from random import Random

PIECES = (
    "年底前", "联网率必须进前十", "😀", "👨‍👩‍👧", "𠮷野家𡃁", "é", "e\u0301", "<b>&amp;", "{{7*7}}", "\"'", "厅里 盯着", "مرحبا",
    "=1+1", "one hour", "甲\n乙", "，", "\\n%s",
)  # fmt: skip
LONG = 300
"""Times a long sentence says the same again; some 10 kB."""
_SENTENCE = re.compile(r"【(\d+)】([^【]*)")
_JOINTS = "\n /"
"""What the page or the server may put between two texts that are both kept."""


class Words:
    """The sentences of one run. Each begins with its number, so that it is known wherever it turns up."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self.said: dict[int, str] = {}
        self.shared: set[int] = set()
        self.halved: set[int] = set()
        self.taken_back: set[int] = set()

    def say(self, *, one_line: bool = False) -> str:
        number = len(self.said) + 1
        body = "".join(self._rng.choices(PIECES, k=self._rng.randint(1, 6)))
        if self._rng.random() < 0.04:
            body *= LONG
        if one_line:
            body = body.replace("\n", "")
        self.said[number] = f"【{number}】{body}。"
        return self.said[number]

    def cut(self, sentence: str) -> list[str]:
        """A sentence in the pieces it is typed in; the first holds its number whole, and no emoji is torn."""
        head, body = sentence[: sentence.index("】") + 1], sentence[sentence.index("】") + 1 :]
        marks = sorted(self._rng.sample(range(1, len(body)), k=min(len(body) - 1, self._rng.randint(0, 4))))
        pieces = [body[start:end] for start, end in zip([0, *marks], [*marks, len(body)], strict=True)]
        return [head + pieces[0], *pieces[1:]]

    def seen_by_two(self, text: str) -> None:
        """Two pages hold this text now; both may go on with it, so that it may be kept in two entries."""
        self.shared |= {int(number) for number, _rest in _SENTENCE.findall(text)}

    def interrupted(self, text: str) -> None:
        """Another page may enter the very entry this is being typed on: the half that stood there is kept, too."""
        self.halved |= {int(number) for number, _rest in _SENTENCE.findall(text)}

    def take_back(self, text: str) -> None:
        """The writer has replaced this text by another."""
        self.taken_back |= {int(number) for number, _rest in _SENTENCE.findall(text)}

    def problems(self, stored: Iterable[str]) -> list[str]:
        """What is wrong with the texts of a meeting: sentences lost, doubled, altered, or back although replaced."""
        whole: Counter[int] = Counter()
        found: list[str] = []
        for text in stored:
            if text[: text.find("【")].strip(_JOINTS) or "【" not in text:
                found.append(f"nobody said: {text[:80]!r}")
            for digits, rest in _SENTENCE.findall(text):
                number, sentence = int(digits), f"【{digits}】{rest}".rstrip(_JOINTS)
                if sentence == self.said.get(number):
                    whole[number] += 1
                # A page that saw half a sentence of another device keeps that half beside the whole.
                elif number not in self.shared | self.halved or not self.said[number].startswith(sentence):
                    found.append(f"altered: {sentence[:80]!r}")
        for number, sentence in self.said.items():
            times, short = whole[number], sentence[:40]
            if number in self.taken_back:
                if times and number not in self.shared:
                    found.append(f"back although replaced: {short!r}")
            elif times == 0:
                found.append(f"lost: {short!r}")
            elif times > 1 and number not in self.shared:
                found.append(f"{times} times: {short!r}")
        return found
