"""The front page."""

from flask import Blueprint, render_template

blueprint = Blueprint("today", __name__)


@blueprint.get("/")
def show() -> str:
    return render_template("today/show.html")
