"""How fast the doors to somebody are found among 10,000 people and 60,000 ties."""

import statistics
import time
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from bench.figure import Figure
from bench.ten_years import TODAY, ten_years
from kpi_assistant.models import Member, Person, Post
from kpi_assistant.services.reach import find_doors

TARGETS = 40


def figures() -> Iterator[Figure]:
    with ten_years() as data:
        engine = data.app.extensions["database"].engine.execution_options(read_only=True)
        with Session(engine) as session:
            targets = session.scalars(select(Person.id).order_by(Person.id).limit(TARGETS)).all()
        taken, worked, found = [], [], 0
        for target_id in [targets[0], *targets]:
            # A new session each time: nothing is remembered from one search to the next.
            with Session(engine) as session:
                member = session.get_one(Member, data.member_id)
                target = session.get_one(
                    Person, target_id, options=[selectinload(Person.posts).joinedload(Post.organisation)]
                )
                began, began_work = time.perf_counter(), time.process_time()
                found += bool(find_doors(session, member, target, TODAY).chains)
                taken.append(1_000 * (time.perf_counter() - began))
                worked.append(1_000 * (time.process_time() - began_work))
        taken, worked = taken[1:], worked[1:]
        yield Figure("doors to one of 10,000 people, 60,000 ties, median", statistics.median(taken), "ms", "≤ 100")
        yield Figure("the same, time of this process alone", statistics.median(worked), "ms")
        yield Figure("doors, the slowest of 40", max(taken), "ms", "≤ 100")
        yield Figure("people of the 40 to whom a chain was found", min(found, TARGETS), "people")
