"""How long the answer page, its list and its check while typing take: a person with 60 KPIs, 500 capabilities to choose from."""

import datetime as dt
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

from cryptography.fernet import Fernet
from flask import Flask
from sqlalchemy.orm import Session

from bench.figure import Figure
from kpi_assistant.app import create_app
from kpi_assistant.config import read_settings
from kpi_assistant.domain.vocabulary import Facet, Fit, Industry, Layer, MemberRole, ProofKind
from kpi_assistant.models import (
    Capability,
    Kpi,
    KpiFacet,
    KpiVersion,
    Member,
    Organisation,
    Person,
    Post,
    Proof,
    Response,
    ResponseCapability,
    Saying,
    SignIn,
    Workspace,
)  # fmt: skip

ROUNDS = 9
KPIS = 60
CAPABILITIES = 500
COLLEAGUES = 40
THINGS = (
    "备份恢复",
    "远程维护",
    "夜间告警",
    "等级评审",
    "立项报告",
    "数据外泄",
    "停机演练",
    "周报进度",
    "机柜扩容",
    "审计清单",
)
WORDS = "{thing}这件事院长盯得很紧，第{number}次通报我们排在后面，年底前必须压到{number}分钟以内"
HEADERS = {"X-Requested-With": "fetch", "Origin": "http://localhost"}
TYPED = {
    "fit": ["direct"], "say": ["您要的一小时，我们记下了，先做一次摸底。"], "do": ["我们保证通过评审，恢复用时降了七成。"],
    "show": ["一页纸的计时表"], "expected": ["30到50分钟"], "condition": ["备份单独放一个机柜"], "needed": ["两个周末窗口"],
}  # fmt: skip


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        app = app_in(folder)
        sign_in, person_id, kpi_id = fill(app)
        client = app.test_client()
        with client.session_transaction() as session:
            session.update(sign_in)
        calls = {
            "the page of one answer": lambda: client.get(f"/responses/{kpi_id}"),
            "the list of a person's answers": lambda: client.get(f"/responses/?person={person_id}"),
            "keep and check while typing": lambda: client.put(
                f"/responses/{kpi_id}/draft", json={"content": TYPED}, headers=HEADERS
            ),
        }
        for name, call in calls.items():
            answer = call()
            assert answer.status_code == 200, (name, answer.status_code)
            yield Figure(f"{name}, size", len(answer.data) / 1000, "kB")
        for name, spent in timed(calls).items():
            yield Figure(f"{name} ({KPIS} KPIs, {CAPABILITIES} capabilities)", spent * 1000, "ms", "≤ 150")
        app.extensions["database"].engine.dispose()


def app_in(folder: str) -> Flask:
    """The app on a database of its own in the folder."""
    app = create_app(
        {
            **read_settings({"KPI_DATA": folder, "DATABASE_URL": ""}),
            "TESTING": True,
            "WTF_CSRF_ENABLED": False,
            "FIELD_KEYS": [Fernet.generate_key().decode()],
            "DATABASE_URL": f"sqlite:///{Path(folder) / 'bench.sqlite'}",
        }
    )
    with app.app_context():
        app.extensions["alembic"].upgrade()
    return app


def timed(calls: dict[str, Callable[[], object]]) -> dict[str, float]:
    """The median seconds of the process for one call of each, in turns: others on the machine take no part in it."""
    spent: dict[str, list[float]] = {name: [] for name in calls}
    for _round in range(ROUNDS):
        for name, call in calls.items():
            began = time.process_time()
            call()
            spent[name].append(time.process_time() - began)
    return {name: statistics.median(each) for name, each in spent.items()}


def fill(
    app: Flask, kpis_of_one: int = KPIS, others_say: str = WORDS
) -> tuple[dict[str, object], uuid.UUID, uuid.UUID]:
    """Rows to work on; gives the session of a signed-in member, the person and one of their KPIs."""
    team = Workspace(id=uuid.uuid4(), name="bench")
    member = Member(
        id=uuid.uuid4(), workspace_id=team.id, name="bench", email="bench@example.com", role=MemberRole.ADMIN,
        locale="zh_CN", fs_uniquifier=uuid.uuid4().hex,
    )  # fmt: skip
    mine = {"workspace_id": team.id, "created_by_id": member.id}
    hospital = Organisation(id=uuid.uuid4(), name="医院", industry=Industry.HEALTHCARE, search_text="", **mine)
    people = [_person(f"人{number}", hospital, mine) for number in range(COLLEAGUES + 1)]
    kpis = [_kpi(people[0], number, mine) for number in range(kpis_of_one)]
    others = [_kpi(people[1 + number % COLLEAGUES], number, mine, others_say) for number in range(300)]
    capabilities = [_capability(number, mine) for number in range(CAPABILITIES)]
    for number, row in enumerate(kpis[1::2]):
        answer = Response(id=uuid.uuid4(), kpi=row, fit=Fit.DIRECT, wording={"do": "先摸底"}, **mine)
        answer.chosen_capabilities = [ResponseCapability(capability=capabilities[number])]
    entry = SignIn(id=uuid.uuid4(), member_id=member.id)
    with Session(app.extensions["database"].engine) as session:
        session.add(team)
        session.flush()
        session.add(member)
        session.flush()
        session.add_all([entry, hospital, *people, *kpis, *others, *capabilities])
        session.flush()
        found = people[0].id, kpis[0].id
        cookie = {"_user_id": member.fs_uniquifier, "_fresh": True, "sign_in": str(entry.id)}
        session.commit()
    return cookie, *found


def _person(name: str, at: Organisation, mine: dict[str, uuid.UUID]) -> Person:
    row = Person(id=uuid.uuid4(), name=name, search_text=name, **mine)
    row.posts = [Post(id=uuid.uuid4(), organisation=at, title="主任", started_on=dt.date(2026, 1, 1), **mine)]
    return row


def _kpi(person: Person, number: int, mine: dict[str, uuid.UUID], words: str = WORDS) -> Kpi:
    row = Kpi(
        id=uuid.uuid4(), person=person, layer=Layer.WORK, importance=1 + number % 5,
        said_on=dt.date(2026, 1, 1) + dt.timedelta(days=number), **mine,
    )  # fmt: skip
    version = KpiVersion(number=1, created_by_id=mine["created_by_id"])
    version.keep(words.format(thing=THINGS[number % len(THINGS)], number=number), private=False)
    facet = KpiFacet(facet=Facet.METRIC)
    facet.keep(f"{THINGS[number % len(THINGS)]}用时", private=False)
    row.versions, row.facets = [version], [facet]
    return row


def _capability(number: int, mine: dict[str, uuid.UUID]) -> Capability:
    thing = THINGS[number % len(THINGS)]
    row = Capability(
        id=uuid.uuid4(), name_zh=f"{thing}服务{number}", name_en=f"Service {number}", search_text=f"{thing}服务{number}",
        description_zh=f"把{thing}做成按剧本的事，每半年真做一次。", description_en="Rehearsed twice a year.", **mine,
    )  # fmt: skip
    row.sayings = [Saying(zh=f"{thing}一慢，院里就停摆了", en="When it is slow everything stops")]
    row.proofs = [
        Proof(
            id=uuid.uuid4(), kind=ProofKind.FIGURE, statement_zh=f"某医院{thing}由6小时降到{number}分钟",
            statement_en=f"From 6 hours to {number} minutes", measured_on=dt.date(2025, 9, 1), **mine,
        )
    ]  # fmt: skip
    return row
