"""Pages of posts: what somebody does where, since when and until when."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.wrappers import Response

from kpi_assistant.auth import current_member
from kpi_assistant.database import get_session
from kpi_assistant.forms.post import ClosePostForm, PostForm
from kpi_assistant.models import Person, Post
from kpi_assistant.services.organisations import organisation_choices
from kpi_assistant.services.posts import add_post, close_post, fill_post, index_person, reopen_post
from kpi_assistant.views.access import get_or_404, made_by
from kpi_assistant.views.presentation import today
from kpi_assistant.views.undo import flash_undo

blueprint = Blueprint("posts", __name__)

WHOLE = (joinedload(Post.organisation), joinedload(Post.person).selectinload(Person.posts))


@blueprint.route("/people/<uuid:person_id>/posts/new", methods=["GET", "POST"])
def create(person_id: uuid.UUID) -> str | Response:
    session, member = get_session(), current_member()
    person = get_or_404(Person, person_id, selectinload(Person.posts))
    form = PostForm(today=today())
    form.offer(organisation_choices(session, member))
    if not form.validate_on_submit():
        return render_template("posts/form.html", form=form, person=person, post=None)
    row_id, post = made_by(form, Post)
    if post is None:
        post = add_post(session, member, person, form.place_values() | {"id": row_id})
        session.commit()
    return _saved(post)


@blueprint.route("/posts/<uuid:post_id>/edit", methods=["GET", "POST"])
def edit(post_id: uuid.UUID) -> str | Response:
    """A post that is held is ended by closing it, so that what was said there is asked again."""
    session, member = get_session(), current_member()
    post = get_or_404(Post, post_id, *WHOLE)
    form = PostForm(obj=post, today=today())
    if post.ended_on is None:
        del form.ended_on
    form.offer(organisation_choices(session, member))
    if not form.validate_on_submit():
        return render_template("posts/form.html", form=form, person=post.person, post=post)
    values = form.place_values()
    if "ended_on" in values and values["ended_on"] is None:
        values["ended_on"] = post.ended_on
    fill_post(session, member, post, values)
    index_person(post.person)
    session.commit()
    return _saved(post)


@blueprint.route("/posts/<uuid:post_id>/close", methods=["GET", "POST"])
def close(post_id: uuid.UUID) -> str | Response:
    post = get_or_404(Post, post_id, *WHOLE)
    form = ClosePostForm(
        data={"ended_on": today()} if request.method == "GET" else None, started_on=post.started_on, today=today()
    )
    if post.ended_on is not None or not form.validate_on_submit():
        return render_template("posts/close.html", form=form, person=post.person, post=post)
    number = close_post(get_session(), current_member(), post, form.ended_on.data)
    get_session().commit()
    flash_undo(
        ngettext(
            "The post is closed. %(num)d work KPI is to be asked again.",
            "The post is closed. %(num)d work KPIs are to be asked again.",
            number,
        ),
        url_for(".reopen", post_id=post.id),
    )
    return redirect(url_for("people.show", person_id=post.person_id, _anchor="posts"))


@blueprint.post("/posts/<uuid:post_id>/reopen")
def reopen(post_id: uuid.UUID) -> Response:
    post = get_or_404(Post, post_id, *WHOLE)
    number = reopen_post(get_session(), current_member(), post)
    get_session().commit()
    flash(
        ngettext(
            "The post is open again, and %(num)d work KPI with it.",
            "The post is open again, and %(num)d work KPIs with it.",
            number,
        )
    )
    return redirect(url_for("people.show", person_id=post.person_id, _anchor="posts"))


def _saved(post: Post) -> Response:
    flash(_("The post at %(name)s is saved.", name=post.organisation.name))
    return redirect(url_for("people.show", person_id=post.person_id, _anchor="posts"))
