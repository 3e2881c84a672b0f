"""The members of a workspace: everybody may see them, administrators may add, change and shut out."""

import secrets
import uuid

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from kpi_assistant.auth import current_member, first_password, normal_email, opens, seal_password
from kpi_assistant.database import get_session, start_writing
from kpi_assistant.domain.vocabulary import MemberRole
from kpi_assistant.forms.account import NewMemberForm, StandingForm
from kpi_assistant.models import Member
from kpi_assistant.services.accounts import (
    EmailTakenError,
    LastAdminError,
    add_member,
    change_standing,
    replace_password,
)
from kpi_assistant.services.kpis import lock_member
from kpi_assistant.views.access import get_member_or_404, id_made_by

blueprint = Blueprint("members", __name__, url_prefix="/settings/members")


@blueprint.get("/")
def index() -> str:
    members = get_session().scalars(
        select(Member)
        .where(Member.workspace_id == current_member().workspace_id)
        .order_by(Member.active.desc(), Member.name, Member.id)
    )
    return render_template("members/index.html", members=members.all())


@blueprint.route("/new", methods=["GET", "POST"])
def create() -> str | Response:
    """Shows the one-time initial password once: there is no mail server that could send it."""
    admin = _require_admin()
    form = NewMemberForm()
    if not form.validate_on_submit():
        return render_template("members/form.html", form=form)
    email = normal_email(form.email.data)
    if not email:
        form.email.errors = [_("This is not an e-mail address.")]
        return render_template("members/form.html", form=form)
    session, member_id = get_session(), id_made_by(form)
    password = first_password(member_id)
    password_hash, _problem = seal_password(password, email=email, name=form.name.data)
    start_writing()
    lock_member(session, admin)
    if (made := session.get(Member, member_id)) is not None:
        return _made_already(made, password)
    try:
        member = add_member(
            session, admin.workspace, email=email, name=form.name.data, password_hash=password_hash,
            role=form.role.data, locale=admin.locale, time_zone=admin.time_zone, member_id=member_id,
        )  # fmt: skip
    except EmailTakenError:
        form.email.errors = [_("This address cannot be used. Choose another.")]
        return render_template("members/form.html", form=form)
    member.must_choose_password = True
    member.sender_organisation = admin.sender_organisation
    session.commit()
    return render_template("members/welcome.html", member=member, password=password)


def _made_already(member: Member, password: str) -> str | Response:
    """The form was sent before: its password again, as long as it opens the door."""
    get_session().rollback()  # comparing takes as long as hashing, and nobody shall wait for it
    if member.must_choose_password and opens(password, member):
        return render_template("members/welcome.html", member=member, password=password)
    flash(_("%(name)s is saved.", name=member.name))
    return redirect(url_for(".index"))


@blueprint.route("/<uuid:member_id>", methods=["GET", "POST"])
def edit(member_id: uuid.UUID) -> str | Response:
    """Change the role of a member."""
    member = _get_colleague_or_404(member_id)
    form = StandingForm(obj=member)
    if not form.validate_on_submit():
        return render_template("members/edit.html", form=form, member=member)
    return _change(member, form.role.data, member.active)


@blueprint.post("/<uuid:member_id>/shut-out")
def shut_out(member_id: uuid.UUID) -> Response:
    member = _get_colleague_or_404(member_id)
    return _change(member, member.role, False)


@blueprint.post("/<uuid:member_id>/let-in")
def let_in(member_id: uuid.UUID) -> Response:
    member = _get_colleague_or_404(member_id)
    return _change(member, member.role, True)


@blueprint.post("/<uuid:member_id>/password")
def reset_password(member_id: uuid.UUID) -> str:
    """A new first password for whoever forgot theirs; they are signed out everywhere, and told who made it."""
    member = _get_colleague_or_404(member_id)
    password = secrets.token_urlsafe(12)
    password_hash, _problem = seal_password(password, email=member.email, name=member.name)
    start_writing()
    replace_password(get_session(), member, password_hash, seen=True)
    get_session().commit()
    return render_template("members/welcome.html", member=member, password=password)


def _change(member: Member, role: MemberRole, active: bool) -> Response:
    try:
        change_standing(get_session(), member, role=role, active=active)
    except LastAdminError:
        flash(_("%(name)s is the only administrator. Make somebody else one first.", name=member.name), "warn")
        return redirect(url_for(".index"))
    get_session().commit()
    if active:
        flash(_("%(name)s is saved.", name=member.name))
    else:
        flash(_("%(name)s is signed out everywhere and can no longer sign in.", name=member.name))
    return redirect(url_for(".index"))


def _require_admin() -> Member:
    member = current_member()
    if member.role is not MemberRole.ADMIN:
        abort(403)
    return member


def _get_colleague_or_404(member_id: uuid.UUID) -> Member:
    """A member of one's own workspace; only administrators may do anything with them."""
    member = get_member_or_404(member_id)
    _require_admin()
    return member
