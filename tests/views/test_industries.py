"""Industries: years, people and share of one's own contacts, the third one, and the book of what a post says."""

import datetime as dt

from kpi_assistant.domain.vocabulary import Fit, Industry, Layer, ReactionKind, TouchKind
from kpi_assistant.models import Capability, Reaction, Response, ResponseCapability, Touch
from kpi_assistant.models.base import utc_now
from tests.views.kpi_cast import organisation, person
from tests.views.test_maps import kpi

BACKUP = "备份有，从来没真恢复过"


def somebody(owner, save, name, industry):
    place = organisation(owner, f"{name}的单位")
    place.industry = industry
    return save(person(owner, name, save(place)))


def touch(owner, who, days):
    return Touch(
        workspace_id=owner.workspace_id, created_by_id=owner.id, person_id=who.id, kind=TouchKind.CALL,
        happened_at=utc_now() - dt.timedelta(days=days),
    )  # fmt: skip


def test_it_shows_years_people_and_the_share_of_the_last_year(sign_in, alice, bob, save):
    doctor = somebody(alice, save, "甲", Industry.HEALTHCARE)
    nurse = somebody(alice, save, "乙", Industry.HEALTHCARE)
    banker = somebody(alice, save, "丙", Industry.FINANCE)
    save(
        touch(alice, doctor, 1500), touch(alice, doctor, 3), touch(alice, nurse, 5), touch(alice, nurse, 8),
        touch(alice, banker, 9), *(touch(bob, banker, 9) for _ in range(5)),
    )  # fmt: skip
    page = sign_in(alice).get("/industries/").text
    health = page[page.index('class="row-title">Healthcare') : page.index('class="row-title">Finance')]
    assert "4 years · 2 people" in health
    assert "75 % of the last year" in health
    assert "You are in" not in page


def test_the_third_industry_is_mentioned_once(sign_in, alice, save):
    for name, industry in (("甲", Industry.HEALTHCARE), ("乙", Industry.FINANCE)):
        save(touch(alice, somebody(alice, save, name, industry), 10))
    teacher = somebody(alice, save, "丙", Industry.EDUCATION)
    client = sign_in(alice)
    log = {"kind": "call", "purpose": "people"}
    sentence = "Education is your third industry."
    assert sentence in client.post(f"/people/{teacher.id}/touches/new", data=log, follow_redirects=True).text
    assert sentence not in client.post(f"/people/{teacher.id}/touches/new", data=log, follow_redirects=True).text


def test_the_book_says_what_how_often_and_what_answered_it(sign_in, alice, save):
    place = save(organisation(alice))
    one, two = save(person(alice, "庄敏", place)), save(person(alice, "贺怀川", place))
    first = save(kpi(alice, one, BACKUP))
    save(kpi(alice, two, "演习的时候恢复不起来"))
    capability = save(Capability(workspace_id=alice.workspace_id, name_zh="防篡改备份", name_en="Tamper-proof backup"))
    response = save(Response(workspace_id=alice.workspace_id, kpi_id=first.id, fit=Fit.DIRECT, wording={}))
    save(
        ResponseCapability(response_id=response.id, capability_id=capability.id),
        Reaction(
            workspace_id=alice.workspace_id, response_id=response.id, kind=ReactionKind.ACCEPTED, words="行",
            happened_on=dt.date(2026, 11, 2),
        ),
    )  # fmt: skip
    page = sign_in(alice).get("/industries/book?industry=healthcare&role=tech_gatekeeper").text
    assert BACKUP in page
    assert "2 people" in page
    assert "Tamper-proof backup (1 time, 1 accepted)" in page
    assert BACKUP not in sign_in(alice).get("/industries/book?industry=finance&role=tech_gatekeeper").text
    assert BACKUP not in sign_in(alice).get("/industries/book?industry=healthcare&role=expert").text
    assert sign_in(alice).get("/industries/book?industry=nonsense").status_code == 200


def test_private_and_foreign_words_are_never_in_the_book(sign_in, alice, bob, charlie, save):
    who = save(person(alice, at=save(organisation(alice))))
    row = kpi(bob, who, BACKUP, Layer.MINDSET)
    row.post_id = who.posts[0].id
    save(row, kpi(charlie, save(person(charlie, "外人", save(organisation(charlie)))), "外人也说备份没恢复过"))
    for reader in (alice, bob):
        page = sign_in(reader).get("/industries/book?industry=healthcare&role=tech_gatekeeper").text
        assert BACKUP not in page
        assert "外人" not in page
