"""Ten years of a team's work, invented: what pages and searches are measured on. Not a subject of its own.

A share of it shrinks the team and its history, never the member's own circle: that is about three hundred people from
the first years on, and a page that shows all of it costs the same whatever the team around it holds.
"""

import datetime as dt
import gc
import random
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, insert

from kpi_assistant.app import create_app
from kpi_assistant.config import read_settings
from kpi_assistant.domain.vocabulary import (
    Band,
    Facet,
    Fit,
    Industry,
    KpiStatus,
    Layer,
    RoleKind,
    ShareScope,
    Source,
    TieKind,
    TieStrength,
    TouchKind,
    TouchPurpose,
    TrustStage,
)
from kpi_assistant.models import (
    Attendance,
    Base,
    CirclePlace,
    Kpi,
    KpiFacet,
    KpiVersion,
    Meeting,
    Member,
    Organisation,
    Person,
    Post,
    Project,
    Promise,
    Response,
    SignIn,
    Tie,
    Touch,
    Workspace,
)
from kpi_assistant.services.search import by_sound, searchable

TODAY = dt.datetime.now(dt.UTC).date()
YEARS = 10
PEOPLE, KPIS, TIES, MEETINGS, TOUCHES, PROMISES = 10_000, 30_000, 60_000, 9_000, 30_000, 6_000
ORGANISATIONS, PROJECTS, MEMBERS, NEAR = 600, 300, 12, 300
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜庄贺卞苏丁秦霍"
GIVEN = "安博昌达恩芳光海嘉建军凯兰敏宁鹏琪荣淑涛伟文晓欣雅怡宇泽志卓禾川"
PLACES = ("霁州", "临泽", "云梓", "青屿", "南浦", "石渡", "望江", "平陵")
KINDS = ("市第一人民医院", "市第二人民医院", "数据局", "公安局", "职业学院", "精密制造", "农商银行", "工程咨询")
WORDS = (
    "年底前把六个系统的测评一次过掉，报告得我签字", "就怕半夜电话响，响一次科里就散一次架", "审计来问，我拿不出一张清单",
    "影像那边恢复用了六个多小时", "八个平台八套账号，领导要个数，我得一个个登进去抄", "今年通报里我们联网率倒数第三",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TenYears:
    """The app over the generated database, a signed-in client, and ids to open pages with."""

    app: Flask
    client: FlaskClient
    member_id: uuid.UUID
    ids: dict[str, uuid.UUID]


@contextmanager
def ten_years(share: float = 1.0) -> Iterator[TenYears]:
    """The data at a share of its full size, in a folder of its own that goes away afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            **read_settings({"KPI_DATA": folder, "DATABASE_URL": ""}), "TESTING": True, "WTF_CSRF_ENABLED": False,
            "FIELD_KEYS": [Fernet.generate_key().decode()],
        }  # fmt: skip
        app = create_app(settings)
        with app.app_context():
            app.extensions["alembic"].upgrade()
        engine = app.extensions["database"].engine
        with engine.begin() as connection:
            ids = _Writer(connection, share).write()
        app.extensions["database"].learn_sizes()
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie.update(_user_id=ids["login"].hex, _fresh=True, sign_in=str(ids["sign_in_id"]))
        # As wsgi.py does where a server runs.
        gc.collect()
        gc.freeze()
        yield TenYears(app, client, ids["member_id"], ids)
        engine.dispose()
        Path(folder).mkdir(exist_ok=True)


class _Writer:
    """Writes the rows table by table; the same every time (random, but seeded)."""

    def __init__(self, connection: Connection, share: float) -> None:
        self.connection, self.share = connection, share
        self.random = random.Random(6)
        self.workspace_id, self.ids = self.id(), dict[str, uuid.UUID]()

    def id(self) -> uuid.UUID:
        return uuid.UUID(int=self.random.getrandbits(128), version=4) if hasattr(self, "random") else uuid.uuid4()

    def count(self, whole: int) -> range:
        return range(max(1, round(whole * self.share)))

    def day(self) -> dt.date:
        """A day of the ten years, the later ones likelier."""
        return TODAY - dt.timedelta(days=int(YEARS * 365 * self.random.random() ** 1.5) + 1)

    def moment(self) -> dt.datetime:
        return dt.datetime.combine(self.day(), dt.time(self.random.randrange(1, 10)), dt.UTC)

    def put(self, entity: type[Base], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        self.connection.execute(insert(entity), rows)
        return rows

    def own(self, **values: Any) -> dict[str, Any]:
        """A row of the team by one of its members; a third is the one who measures."""
        by = self.members[0 if self.random.random() < 0.34 else self.random.randrange(len(self.members))]
        return {"id": self.id(), "workspace_id": self.workspace_id, "created_by_id": by, **values}

    def write(self) -> dict[str, uuid.UUID]:
        pick = self.random.choice
        self.put(Workspace, [{"id": self.workspace_id, "name": "衡屿信安"}])
        login = self.id()
        members = [
            {
                "id": self.id(), "workspace_id": self.workspace_id, "email": f"m{n}@example.com", "name": f"成员{n}",
                "fs_uniquifier": login.hex if n == 0 else self.id().hex, "role": "admin" if n == 0 else "member",
            }
            for n in range(MEMBERS)
        ]  # fmt: skip
        self.put(Member, members)
        self.members = [row["id"] for row in members]
        self.ids |= {"login": login, "member_id": self.members[0], "sign_in_id": self.id()}
        self.put(SignIn, [{"id": self.ids["sign_in_id"], "member_id": self.members[0]}])
        industries, roles = list(Industry), list(RoleKind)
        organisations = self.put(
            Organisation,
            [
                self.own(name=name, industry=industries[n % 7], level="三级", region=name[:2], search_text=searchable(name), sort_name=by_sound(name))
                for n in self.count(ORGANISATIONS)
                for name in [f"{PLACES[n % 8]}{KINDS[n % 7]}{n}"]
            ],
        )  # fmt: skip
        people = self.put(
            Person,
            [
                self.own(
                    name=name, met_through="论坛茶歇" if n % 4 else "", influence=1 + n % 5,
                    stage=list(TrustStage)[0 if n >= NEAR and n % 3 else 1 + n % 4], search_text=searchable(name, also=("主任",)), sort_name=by_sound(name, of_person=True),
                )
                for n in self.count(PEOPLE)
                for name in [pick(SURNAMES) + pick(GIVEN) + (pick(GIVEN) if n % 3 else "")]
            ],
        )  # fmt: skip
        self.people = [row["id"] for row in people]
        posts = []
        for n, person_id in enumerate(self.people):
            place, since = organisations[n % len(organisations)], self.day()
            role = roles[self.random.randrange(len(roles))]
            posts.append(
                self.own(
                    person_id=person_id, organisation_id=place["id"], title="主任", role_kind=role, started_on=since
                )
            )
            if n % 3 == 0:
                before = pick(organisations)["id"]
                posts.append(
                    self.own(
                        person_id=person_id, organisation_id=before, title="副主任", role_kind=role, ended_on=since
                    )
                )
        self.put(Post, [{"started_on": None, "ended_on": None, **row} for row in posts])
        held = {row["person_id"]: row["id"] for row in posts if "ended_on" not in row}
        self.put(
            CirclePlace,
            [
                {**self.own(person_id=person_id, band=list(Band)[n % 3]), "created_by_id": self.members[0]}
                for n, person_id in enumerate(self.people[:NEAR])
            ],
        )
        self.put(Tie, list(self._ties()))
        projects = self.put(
            Project,
            [
                self.own(name=f"项目{n}", organisation_id=pick(organisations)["id"], is_closed=n % 5 > 0, search_text=f"项目{n}")
                for n in self.count(PROJECTS)
            ],
        )  # fmt: skip
        meetings = [
            self.own(
                starts_at=at, ended_at=at, purpose="听听最近的难处", kind=pick(list(TouchPurpose)),
                organisation_id=pick(organisations)["id"], project_id=pick(projects)["id"] if n % 2 else None, search_text="听听最近的难处",
            )
            for n in self.count(MEETINGS)
            for at in [self.moment()]
        ]  # fmt: skip
        for row in meetings[:3]:
            row |= {"starts_at": dt.datetime.now(dt.UTC) + dt.timedelta(hours=3), "ended_at": None}
        self.put(Meeting, meetings)
        who = {row["id"]: self.near_or_far() for row in meetings}
        self.put(Attendance, [{"meeting_id": key, "person_id": person, "position": 0} for key, person in who.items()])
        touches = [
            self.own(
                person_id=who[row["id"]], meeting_id=row["id"], kind=TouchKind.MEETING, purpose=row["kind"],
                happened_at=row["starts_at"], remark="",
            )
            for row in meetings[3:]
        ] + [
            self.own(
                person_id=self.near_or_far(), meeting_id=None, kind=pick([TouchKind.CALL, TouchKind.MESSAGE]),
                purpose=pick(list(TouchPurpose)), happened_at=self.moment(), remark="",
            )
            for _ in self.count(TOUCHES)
        ]  # fmt: skip
        self.put(Touch, touches)
        self._kpis(held, meetings)
        self.ids |= {
            "person_id": self.people[1], "organisation_id": organisations[1]["id"], "meeting_id": meetings[0]["id"],
            "project_id": projects[0]["id"], "far_id": self.people[-1],
        }  # fmt: skip
        return self.ids

    def near_or_far(self) -> uuid.UUID:
        """Most of the time goes to the three hundred near ones."""
        near = min(len(self.people), NEAR)
        return self.people[self.random.randrange(near if self.random.random() < 0.7 else len(self.people))]

    def _ties(self) -> Iterator[dict[str, Any]]:
        seen = set()
        kinds, strengths = list(TieKind), [*TieStrength, None]
        for _ in self.count(TIES):
            # Some know everybody: a fifth of all ties ends at one person in a hundred.
            first, second = self.random.choice(self.people), self.random.choice(self.people)
            if self.random.random() < 0.2:
                first = self.people[self.random.randrange(max(1, len(self.people) // 100))]
            key = (first, second, kind := self.random.choice(kinds))
            if first != second and key not in seen:
                seen.add(key)
                yield self.own(
                    from_person_id=first, to_person_id=second, kind=kind,
                    strength=self.random.choice(strengths), remark="",
                )  # fmt: skip

    def _kpis(self, held: dict[uuid.UUID, uuid.UUID], meetings: list[dict[str, Any]]) -> None:
        kpis, versions, facets, responses, promises = [], [], [], [], []
        for n in self.count(KPIS):
            person_id, layer = self.near_or_far(), Layer.WORK if n % 6 else Layer.MINDSET
            kpi = self.own(
                person_id=person_id, post_id=held[person_id] if layer is Layer.WORK else None,
                meeting_id=meetings[n % len(meetings)]["id"], layer=layer,
                source=Source.RELAYED if n % 9 == 0 else Source.STATED, importance=1 + n % 5,
                share_scope=ShareScope.SELF_ONLY if n % 2 else ShareScope.INTERNAL_ONLY,
                status=KpiStatus.OPEN if n % 3 else KpiStatus.MET, said_on=self.day(), observation="", remark="",
                told_by_id=self.near_or_far() if n % 9 == 0 else None,
                derived_from_id=kpis[-1]["id"] if n % 10 == 9 and layer is Layer.WORK else None,
            )  # fmt: skip
            kpis.append(kpi)
            words, private = WORDS[n % len(WORDS)], layer.is_private
            text = {"plain": None if private else words, "sealed": words if private else None}
            versions.append(
                {"id": self.id(), "kpi_id": kpi["id"], "number": 1, "created_by_id": kpi["created_by_id"], **text}
            )
            if not private:
                facets += [
                    {"kpi_id": kpi["id"], "facet": facet, "plain": "一小时以内", "sealed": None}
                    for facet in list(Facet)[: n % 5]
                ]
                if n % 3 == 0:
                    responses.append(
                        self.own(kpi_id=kpi["id"], fit=list(Fit)[n % 2], wording={"say": "每半年真恢复一次"})
                    )
        self.put(Kpi, kpis)
        self.put(KpiVersion, versions)
        self.put(KpiFacet, facets)
        self.put(Response, responses)
        for n in self.count(PROMISES):
            due = self.day()
            promises.append(
                self.own(
                    person_id=self.near_or_far(), text="给一份实测数", due_on=due, kept_on=due if n % 20 else None,
                    response_id=responses[n % len(responses)]["id"] if n % 4 == 0 else None,
                )
            )  # fmt: skip
        self.put(Promise, promises)
        self.ids["kpi_id"] = next(row["id"] for row in kpis if row["layer"] is Layer.WORK)
