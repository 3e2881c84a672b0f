"""How long a colleague's save waits while a brief is made: 60 KPIs to answer, 1,600 of the people around searched for."""

import statistics
import threading
import time
import uuid
from collections.abc import Iterator

from sqlalchemy.orm import Session

from bench.figure import Figure
from bench.ten_years import TenYears, ten_years
from kpi_assistant.database import Database
from kpi_assistant.domain.vocabulary import Layer
from kpi_assistant.models import Member, Note
from tests.views.answer_cast import SOON, capability, kpi, proof, response
from tests.views.kpi_cast import organisation, person

THEIRS, OTHERS, AROUND, ROUNDS = 60, 1_600, 40, 5
PACE = 0.02
"""Seconds between two saves beside."""


def crowd(base: TenYears) -> uuid.UUID:
    """Somebody with 60 answered KPIs among colleagues with 1,600, a quarter of these private; gives back their id."""
    database: Database = base.app.extensions["database"]
    with Session(database.engine, expire_on_commit=False) as session:
        maker = session.get_one(Member, base.member_id)
        house, backup = organisation(maker), capability(maker)
        session.add_all([house, backup])
        session.flush()
        shown = proof(backup)
        addressee = person(maker, at=house)
        people = [person(maker, f"同事{number}", at=house) for number in range(AROUND)]
        session.add_all([shown, addressee, *people])
        session.flush()
        for number in range(THEIRS):
            row = kpi(maker, addressee, f"第{number}件事：六月底以前，核心系统的恢复要压到{number}分钟以内。")
            session.add(row)
            session.flush()
            session.add(response(row, backup, shown, do=f"先分级，再按剧本真恢复一次，第{number}次出实测表。"))
        for number in range(OTHERS):
            layer = Layer.LIFE if number % 4 == 0 else Layer.WORK
            words = f"我这边第{number}条：审计来问，我拿不出一张清单，半夜电话一响，科里就散一次架。"
            session.add(kpi(maker, people[number % AROUND], words, layer))
        session.commit()
        return addressee.id


def waits(base: TenYears, addressee_id: uuid.UUID) -> tuple[float, list[float]]:
    """Seconds that making one brief took, and those of each save meanwhile."""
    database: Database = base.app.extensions["database"]
    with database.new_session() as session:
        workspace_id = session.get_one(Member, base.member_id).workspace_id
    saves: list[float] = []
    is_over = threading.Event()

    def save() -> None:
        while not is_over.is_set():
            began = time.perf_counter()
            with database.new_session() as session:
                session.add(Note(workspace_id=workspace_id, created_by_id=base.member_id, text="记一笔"))
                session.commit()
            saves.append(time.perf_counter() - began)
            is_over.wait(PACE)

    beside = threading.Thread(target=save)
    beside.start()
    form = {"id": str(uuid.uuid4()), "edition": "customer", "locale": "zh_CN", "project_id": "",
            "steps-0-what": "夜间再恢复一次", "steps-0-on": str(SOON)}  # fmt: skip
    began = time.perf_counter()
    answer = base.client.post(f"/briefs/for/{addressee_id}", data=form)
    seconds = time.perf_counter() - began
    is_over.set()
    beside.join()
    if answer.status_code != 302:
        raise RuntimeError("no brief was made")
    return seconds, saves


def figures() -> Iterator[Figure]:
    with ten_years(0.01) as base:
        addressee_id = crowd(base)
        runs = [waits(base, addressee_id) for _round in range(ROUNDS)][1:]
        yield Figure("brief_make_large", statistics.median(seconds for seconds, _ in runs) * 1000, "ms")
        yield Figure("brief_save_beside", statistics.median(max(saves) for _, saves in runs) * 1000, "ms", "≤ 200")
