"""A viewer is offered nothing they may not send: walked through every page there is."""

import re
from urllib.parse import urlsplit

from werkzeug.exceptions import HTTPException

from kpi_assistant.auth import OWN_ACCOUNT, PUBLIC
from kpi_assistant.read_only import is_for_writing
from tests.objects import make_one_of_each
from tests.test_access import address, method_of, rules
from tests.views.forms_on_pages import read_forms

QUIET_LINE = "You may look here, not change anything."


def test_no_page_offers_a_viewer_what_they_may_not_send(app, sign_in, save, alice, vera):
    ids = make_one_of_each(save, alice)
    client, routes = sign_in(vera), app.url_map.bind("localhost")
    offered, read, refused = [], set(), set()
    for rule in rules(app):
        if "GET" not in method_of(rule) or rule.endpoint in PUBLIC:
            continue
        page = address(rule, ids)
        with client.get(page) as answer:
            if answer.mimetype != "text/html" or answer.status_code not in {200, 403}:
                continue
            (read if answer.status_code == 200 else refused).add(rule.endpoint)
            text = answer.text
        for form in read_forms(text, page):
            for to, _name, _sent in form.sendings():
                if routes.match(urlsplit(to).path, method="POST")[0] not in OWN_ACCOUNT:
                    offered.append((rule.endpoint, to))
        for href in re.findall(r'<a\b[^>]*\bhref="(/[^"?#]*)', text):
            try:
                found, _values = routes.match(href, method="GET", return_rule=True)
            except HTTPException:
                continue
            if is_for_writing(found):
                offered.append((rule.endpoint, href))
        if rule.endpoint not in {"briefs.page", "industries.book"} and answer.status_code == 200:
            assert QUIET_LINE in text, rule.endpoint
    assert offered == []
    assert read >= {"people.show", "meetings.show", "kpis.show", "today.show", "promises.index", "guides.show"}
    assert refused >= {"people.create", "meetings.create", "capture.show", "briefs.prepare", "responses.edit"}


def test_they_are_told_before_they_type_and_still_read_the_words(app, sign_in, save, alice, vera):
    ids = make_one_of_each(save, alice)
    client = sign_in(vera)
    page = client.get(f"/meetings/{ids['meeting_id']}/capture/")
    assert page.status_code == 403
    assert "You may look, not change" in page.text
    assert client.get(f"/people/{ids['person_id']}").text.count("庄敏") > 1
    # Whoever may write is offered all of it.
    assert QUIET_LINE not in sign_in(alice).get(f"/people/{ids['person_id']}").text
    assert 'method="post"' in sign_in(alice).get("/people/new").text
