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


def test_back_shows_what_a_form_said_and_signing_out_ends_that(server, sign_in):
    page = sign_in(server.add_member("back-forms"))
    page.goto("/meetings/new")
    page.locator("[name=place]").fill("三号楼")
    page.locator("[name=q]").fill("张伟")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.locator("[name=place]")).to_have_value("三号楼")
    expect(page.locator("[name=new-name]")).to_have_value("张伟")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Choose at least one person.")).to_be_visible()
    page.reload()
    expect(page.locator("[name=place]")).to_have_value("三号楼")
    page.goto("/organisations/")
    page.go_back()
    expect(page.get_by_text("Choose at least one person.")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Nobody matches “张伟” yet.")).to_be_visible()
    expect(page.locator("[name=place]")).to_have_value("三号楼")
    # What was shown again is a form like any other.
    page.locator("[name=new-met_through]").fill("姚工介绍")
    page.get_by_role("button", name="Add them to this meeting").click()
    expect(page.locator(".chosen")).to_contain_text("张伟")
    answered = page.url
    page.context.request.post("/logout")
    page.context.clear_cookies()
    page.goto(answered)
    expect(page.locator("[name=password]")).to_be_visible()
    page.go_back()
    expect(page.locator("[name=password]")).to_be_visible()


def test_half_a_note_is_not_left_without_a_question(server, sign_in):
    page = sign_in(server.add_member("unsaved-forms"))
    asked = []

    def stay_once(dialog):
        asked.append(dialog.type)
        (dialog.dismiss if len(asked) == 1 else dialog.accept)()

    page.on("dialog", stay_once)
    page.goto("/organisations/new")
    page.get_by_role("link", name="Cancel").click()
    page.wait_for_url("**/organisations/")
    assert asked == []
    page.goto("/organisations/new")
    page.locator("[name=about]").press_sequentially("还没写完的半句")
    page.get_by_role("link", name="Cancel").click(no_wait_after=True)
    expect(page.locator("[name=about]")).to_have_value("还没写完的半句")
    assert asked == ["beforeunload"]
    # What is sent is not left behind, and asks nothing.
    page.locator("[name=name]").fill("霁州市第五人民医院")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("霁州市第五人民医院")
    assert asked == ["beforeunload"]
