"""A member's own settings: language, time zone, what stands on a brief, browsers, keys."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask import Response as AnyResponse
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from kpi_assistant.auth import current_member, current_sign_in
from kpi_assistant.config import VERSION
from kpi_assistant.database import get_session
from kpi_assistant.forms.account import LogoForm, ProfileForm
from kpi_assistant.models import SignIn
from kpi_assistant.models.base import utc_now
from kpi_assistant.services.accounts import end_sign_ins, last_reset

blueprint = Blueprint("settings", __name__, url_prefix="/settings")


@blueprint.get("/")
def show() -> str:
    browsers = get_session().scalars(
        select(SignIn)
        .where(SignIn.member_id == current_member().id, SignIn.created_at > utc_now() - SignIn.LASTS)
        .order_by(SignIn.created_at.desc())
    )
    return render_template(
        "settings/show.html", member=current_member(), reset=last_reset(get_session(), current_member()), browsers=browsers.all(), this_browser=current_sign_in(),
        keys_file=current_app.config["FIELD_KEYS_FILE"], data_folder=current_app.config["KPI_DATA"], version=VERSION,
    )  # fmt: skip


@blueprint.route("/profile", methods=["GET", "POST"])
def profile() -> str | Response:
    member = current_member()
    form = ProfileForm(obj=member)
    if not form.validate_on_submit():
        return render_template("settings/profile.html", form=form)
    form.populate_obj(member)
    get_session().commit()
    flash(_("Your settings are saved."))
    return redirect(url_for(".show"))


@blueprint.route("/logo", methods=["GET", "POST"])
def logo() -> str | Response:
    """What stands at the head of a brief beside the sender's name."""
    member = current_member()
    form = LogoForm()
    if request.method == "POST" and "remove" in request.form:
        member.sender_logo = None
    elif form.validate_on_submit():
        member.sender_logo = form.picture
    else:
        return render_template("settings/logo.html", form=form, has_logo=member.sender_logo is not None)
    get_session().commit()
    flash(_("Your settings are saved."))
    return redirect(url_for(".logo"))


@blueprint.get("/logo.png")
def logo_picture() -> AnyResponse:
    """One's own logo, for the preview."""
    picture = current_member().sender_logo
    if picture is None:
        abort(404)
    return AnyResponse(picture, mimetype="image/png")


@blueprint.post("/browsers/sign-out")
def sign_out_others() -> Response:
    end_sign_ins(get_session(), current_member().id, but=current_sign_in())
    get_session().commit()
    flash(_("Every other browser has been signed out."))
    return redirect(url_for(".show"))
