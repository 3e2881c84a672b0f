"""Reads the question bank from its TOML files."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from kpi_assistant.domain.kpi_kind import KpiKind
from kpi_assistant.domain.meeting_aim import Aim
from kpi_assistant.domain.question import Hears, IndustryWords, Need, Question, QuestionBank, RoleWords
from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import Facet, Industry, Layer, Phase, RoleKind, TrustStage

_FOLDER = Path(__file__).parent
_OPTIONAL = frozenset(
    {
        "layer",
        "stage",
        "needs",
        "facets",
        "minutes",
        "effort",
        "sense",
        "supersedes",
        "roles",
        "industries",
        "posts",
        "why",
        "follow_ups",
        "acknowledgement",
        "situation",
        "what_else",
        "last_round",
        "hears",
        "aims",
        "most_minutes",
        "sideways",
        "for_several",
        "fits",
        "names_matter",
        "before_customer",
        "after_own",
    }
)
_REQUIRED = frozenset({"id", "phase", "text", "listen"})


@cache
def load_question_bank() -> QuestionBank:
    """The shipped bank, read once per process. Raises ValueError naming file and question when a file is wrong."""
    questions = tuple(
        _question(entry, path.name)
        for path in sorted((_FOLDER / "questions").glob("*.toml"))
        for entry in _read(path)["question"]
    )
    ids = [question.id for question in questions]
    doubled = {question_id for question_id in ids if ids.count(question_id) > 1}
    if doubled:
        raise ValueError(f"questions with the same id: {', '.join(sorted(doubled))}")
    phrases = _read(_FOLDER / "phrases.toml")
    return QuestionBank(
        questions=questions,
        facet_follow_ups={Facet(key): _texts(value) for key, value in phrases["facet_follow_ups"].items()},
        facet_names={Facet(key): _text(value) for key, value in phrases["facet_names"].items()},
        acknowledgements={Hears(key): _texts(value) for key, value in phrases["acknowledgements"].items()},
        reasons={key: _texts(value) for key, value in phrases["reasons"].items()},
        left_out={key: _texts(value) for key, value in phrases["left_out"].items()},
        spare_follow_ups=_texts(phrases["spare_follow_ups"]["texts"]),
        roles={
            RoleKind(key): RoleWords(RoleKind(key), *_described(value))
            for key, value in _read(_FOLDER / "roles.toml").items()
        },
        industries={
            Industry(key): IndustryWords(Industry(key), *_described(value))
            for key, value in _read(_FOLDER / "industries.toml").items()
        },
    )


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def _question(entry: Mapping[str, Any], file: str) -> Question:
    unknown = entry.keys() - _REQUIRED - _OPTIONAL
    absent = _REQUIRED - entry.keys()
    if unknown or absent:
        raise ValueError(
            f"{file}: question {entry.get('id', '?')}: {', '.join(sorted(unknown | absent))} wrong or absent"
        )
    try:
        return Question(
            id=entry["id"],
            phase=Phase(entry["phase"]),
            layer=Layer(entry.get("layer", "work")),
            text=_text(entry["text"]),
            listen_for=_text(entry["listen"]),
            why=_text(entry["why"]) if "why" in entry else None,
            follow_ups=_texts(entry.get("follow_ups", ())),
            follow_ups_ask=_asked(entry.get("follow_ups", ())),
            acknowledgement=_text(entry["acknowledgement"]) if "acknowledgement" in entry else None,
            facets=tuple(Facet(facet) for facet in entry.get("facets", ())),
            minutes=entry.get("minutes", 3),
            effort=entry.get("effort", 2),
            lowest_stage=TrustStage(entry.get("stage", "S0")),
            role_kinds=frozenset(RoleKind(kind) for kind in entry.get("roles", ())),
            industries=frozenset(Industry(industry) for industry in entry.get("industries", ())),
            posts="|".join(_desks()[name] for name in entry.get("posts", ())),
            needs=Need(entry.get("needs", "nothing")),
            sense=entry.get("sense", entry["id"]),
            supersedes=frozenset(entry.get("supersedes", ())),
            is_situation=entry.get("situation", False),
            is_what_else=entry.get("what_else", False),
            is_last_round=entry.get("last_round", False),
            hears=Hears(entry["hears"]) if "hears" in entry else None,
            aims=frozenset(Aim(aim) for aim in entry.get("aims", ())),
            most_minutes=entry.get("most_minutes", 0),
            is_sideways=entry.get("sideways", False),
            for_several=entry.get("for_several", False),
            fits=KpiKind(entry["fits"]) if "fits" in entry else None,
            names_matter=entry.get("names_matter", False),
            before_customer=entry.get("before_customer", False),
            after_own=entry.get("after_own", False),
        )
    except (KeyError, ValueError) as error:
        raise ValueError(f"{file}: question {entry['id']}: {error}") from error


@cache
def _desks() -> Mapping[str, str]:
    """The pattern of each named desk, to be looked for in the title of a post."""
    return _read(_FOLDER / "posts.toml")


def _text(value: Mapping[str, str]) -> Text:
    return Text(zh=value["zh"], en=value["en"])


def _texts(values: Any) -> tuple[Text, ...]:
    return tuple(_text(value) for value in values)


def _asked(follow_ups: Any) -> tuple[Facet | None, ...]:
    """The facet each follow-up asks for; empty when none asks for any."""
    asked = tuple(Facet(one["asks"]) if "asks" in one else None for one in follow_ups)
    return asked if any(asked) else ()


def _described(value: Mapping[str, Any]) -> tuple[Text, tuple[Text, ...], Text | None]:
    """Label, typical KPIs and where to be careful, as RoleWords and IndustryWords take them."""
    return _text(value["label"]), _texts(value["typical"]), _text(value["careful"]) if "careful" in value else None
