"""The list of people whose words wait for an answer: the latest words first, a page at a time."""

import datetime as dt
import re
import uuid

from kpi_assistant.domain.vocabulary import Fit, KpiStatus, Layer
from kpi_assistant.models import Kpi, KpiVersion, Response
from tests.views.kpi_cast import person

DAY = dt.date(2026, 11, 1)


def said(owner, who, on=DAY, layer=Layer.WORK, *, answered=False, **more):
    row = Kpi(
        id=uuid.uuid4(), workspace_id=owner.workspace_id, created_by_id=owner.id, person_id=who.id, layer=layer,
        said_on=on, **more,
    )  # fmt: skip
    version = KpiVersion(number=1, created_by_id=owner.id)
    version.keep("报告得我签字", private=layer.is_private)
    row.versions.append(version)
    if answered:
        row.response = Response(workspace_id=owner.workspace_id, created_by_id=owner.id, fit=Fit.DIRECT, wording={})
    return row


def names_on(page):
    return re.findall(r'row-title">([^<]+)<', page)


def test_whose_words_are_latest_come_first_and_each_once_with_their_numbers(sign_in, alice, save):
    old, new = save(person(alice, "贺怀川")), save(person(alice, "庄敏"))
    save(
        said(alice, old, DAY - dt.timedelta(days=9)), said(alice, old, DAY - dt.timedelta(days=3)),
        said(alice, new, DAY - dt.timedelta(days=400)), said(alice, new, DAY), said(alice, new, DAY, answered=True),
        said(alice, old, DAY + dt.timedelta(days=5), status=KpiStatus.MET),
    )  # fmt: skip
    page = sign_in(alice).get("/responses/").text
    assert names_on(page) == ["庄敏", "贺怀川"]
    assert re.search(r"庄敏.{0,200}3 open KPIs.{0,200}2 to answer", page, re.S)
    assert re.search(r"贺怀川.{0,200}2 open KPIs.{0,200}2 to answer", page, re.S)


def test_who_has_an_answer_to_everything_stands_on_a_page_of_their_own(sign_in, alice, save):
    done, waiting = save(person(alice, "贺怀川")), save(person(alice, "庄敏"))
    save(said(alice, done, answered=True), said(alice, waiting, answered=True), said(alice, waiting))
    client = sign_in(alice)
    assert names_on(client.get("/responses/").text) == ["庄敏"]
    page = client.get("/responses/?answered=").text
    assert names_on(page) == ["贺怀川"]
    assert "All answered" in page


def test_page_after_page_shows_everybody_once(sign_in, alice, save):
    """Several were said on one day, and everybody said two things: neither may show anybody twice or leave them out."""
    people = [person(alice, f"熟人{number:02}") for number in range(65)]
    save(*people)
    for number, who in enumerate(people):
        save(said(alice, who, DAY - dt.timedelta(days=number // 7)), said(alice, who, DAY - dt.timedelta(days=number)))
    client, address, seen = sign_in(alice), "/responses/", []
    while address:
        page = client.get(address).text
        seen.append(names_on(page))
        onwards = re.search(r'rel="next" href="([^"]+)"', page)
        address = onwards.group(1).replace("&amp;", "&") if onwards else ""
    assert [len(page) for page in seen] == [30, 30, 5]
    assert sorted(name for names in seen for name in names) == [f"熟人{number:02}" for number in range(65)]
    assert {name for page in seen[:1] for name in page} >= {f"熟人{number:02}" for number in range(28)}
    assert "To the latest" in page


def test_a_name_is_found_among_few_and_among_many(sign_in, alice, save):
    zhuang, he = save(person(alice, "庄敏")), save(person(alice, "贺怀川"))
    save(said(alice, zhuang), said(alice, he))
    client = sign_in(alice)
    assert names_on(client.get("/responses/?q=庄").text) == ["庄敏"]
    assert "Nothing matches" in client.get("/responses/?q=没有").text
    many = [person(alice, f"庄{number:03}") for number in range(401)]
    save(*many)
    save(said(alice, many[7], DAY + dt.timedelta(days=1)))
    assert names_on(client.get("/responses/?q=庄").text) == ["庄007", "庄敏"]


def test_a_mark_that_means_nothing_begins_at_the_beginning(sign_in, alice, save):
    save(said(alice, save(person(alice, "庄敏"))))
    for after in ("x", "2026-11-01", "2026-11-01.x", f"x.{uuid.uuid4()}"):
        assert names_on(sign_in(alice).get("/responses/", query_string={"after": after}).text) == ["庄敏"]


def test_a_private_kpi_makes_nobody_wait_but_for_its_author(sign_in, alice, bob, charlie, save):
    who, both = save(person(alice, "庄敏")), save(person(alice, "贺怀川"))
    save(said(alice, who, layer=Layer.MINDSET), said(alice, both, DAY - dt.timedelta(days=4)))
    save(said(alice, both, DAY, layer=Layer.LIFE))
    assert sorted(names_on(sign_in(alice).get("/responses/").text)) == sorted(["庄敏", "贺怀川"])
    mate = sign_in(bob).get("/responses/").text
    assert names_on(mate) == ["贺怀川"]
    assert "1 open KPI" in mate
    assert "1 to answer" in mate
    assert names_on(sign_in(charlie).get("/responses/").text) == []
