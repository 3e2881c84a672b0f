"""Ordinary forms: nothing typed is lost when there is no network, and the eye is led to what is wrong."""

from playwright.sync_api import expect


def test_a_form_stays_while_there_is_no_network(server, sign_in):
    page = sign_in(server.add_member("offline-forms"))
    page.goto("/organisations/new")
    page.locator("[name=name]").fill("霁州市第三人民医院")
    page.context.set_offline(True)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("form [role=alert]")).to_have_count(1)
    expect(page.locator("form [role=alert]")).to_contain_text("this was not sent")
    expect(page.locator("[name=name]")).to_have_value("霁州市第三人民医院")
    page.context.set_offline(False)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("霁州市第三人民医院")


def test_a_refused_form_begins_at_what_is_wrong(server, sign_in):
    page = sign_in(server.add_member("wrong-forms", workspace="霁安"))
    page.goto("/settings/members/new")
    expect(page.locator("[name=name]")).to_be_focused()
    page.locator("[name=name]").fill("庄敏")
    page.locator("[name=email]").fill("no address")
    page.get_by_role("button", name="Add a member").click()
    expect(page.locator("[name=email]")).to_be_focused()
