"""The first visit to an empty install: whoever has the code from the terminal becomes its first member."""

from flask import Blueprint, abort, redirect, render_template, session, url_for
from flask_babel import gettext as _
from flask_security import login_user
from werkzeug.wrappers import Response

from kpi_assistant.auth import normal_email, seal_password
from kpi_assistant.database import get_session
from kpi_assistant.domain.vocabulary import MemberRole
from kpi_assistant.forms.account import SetupForm
from kpi_assistant.services.accounts import (
    add_member,
    forget_setup_code,
    has_members,
    new_workspace,
    setup_code_opens,
)
from kpi_assistant.throttle import count_failure, guess_at, is_throttled
from kpi_assistant.views.language import select_locale

blueprint = Blueprint("setup", __name__, url_prefix="/setup")


@blueprint.before_request
def close_when_done() -> None:
    if has_members(get_session()):
        abort(404)


@blueprint.get("/")
def show() -> str:
    return render_template("setup/show.html", form=SetupForm())


@blueprint.post("/")
def create() -> str | Response | tuple[str, int]:
    """Refuses in the same words whatever is wrong with the code, and slows down whoever tries many."""
    db = get_session()
    form = SetupForm()
    guess = guess_at("setup")
    if is_throttled(db, guess):
        form.form_errors.append(_("Too many attempts. Wait a little, then try again."))
        return render_template("setup/show.html", form=form)
    if not setup_code_opens(db, form.code.data or ""):
        form.code.errors = [_("This is not the code printed in the terminal. Start the server again for a new one.")]
        count_failure(db, guess)
        db.commit()
        return render_template("setup/show.html", form=form)
    password_hash = ""
    if form.validate():
        email = normal_email(form.email.data)
        if not email:
            form.email.errors = [_("This is not an e-mail address.")]
        password_hash, problem = seal_password(form.password.data, email=email, name=form.name.data)
        if problem:
            form.password.errors = [problem]
    if form.errors:
        return render_template("setup/show.html", form=form)
    member = add_member(
        db, new_workspace(db, form.workspace.data or form.name.data), email=email, name=form.name.data,
        password_hash=password_hash, role=MemberRole.ADMIN, locale=select_locale(),
    )  # fmt: skip
    # Who reads a brief wants to know which company it comes from; it can be changed in the settings.
    member.sender_organisation = form.workspace.data or ""
    forget_setup_code(db)
    db.commit()
    session.clear()
    login_user(member)
    return redirect(url_for("today.show"))
