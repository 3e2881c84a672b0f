"""What a phone needs without a network: the service worker and the pages it shows when the server is out of reach."""

import hashlib
import json
from pathlib import Path

from flask import Blueprint, Response, current_app, render_template, url_for

from kpi_assistant.content.question_bank import load_question_bank
from kpi_assistant.forms.kpi import KpiForm

blueprint = Blueprint("offline", __name__)

STYLES = ("css/base.css", "css/components.css", "css/kpis.css", "css/capture.css")


@blueprint.get("/service-worker.js")
def worker() -> Response:
    """The worker, told which files belong to this version of the app."""
    folder = Path(str(current_app.static_folder))
    scripts = sorted(path.relative_to(folder).as_posix() for path in (folder / "js").glob("*.js"))
    files = [
        *(url_for("static", filename=name) for name in (*STYLES, "icon.svg", "manifest.webmanifest", *scripts)),
        # Modules import one another by their plain names.
        *(url_for("static", filename=name).split("?")[0] for name in scripts),
    ]
    code = (folder / "service-worker.js").read_text(encoding="utf-8")
    version = hashlib.sha256(("\n".join(files) + code).encode()).hexdigest()[:12]
    known = f"const VERSION = {json.dumps(version)};\nconst FILES = {json.dumps(files)};\n"
    return Response(known + code, mimetype="text/javascript", headers={"Cache-Control": "no-cache"})


@blueprint.get("/offline/capture")
def capture() -> str:
    """The capture page without a meeting: what it shows comes from the device."""
    form = KpiForm(formdata=None, meta={"csrf": False})
    form.offer_people([], [], default=None)
    return render_template(
        "capture/show.html", meeting=None, form=form, draft=None, drafts=[], items=[], current=0, said=[], saved=None,
        reply=None, hints=[], saved_hints=[], coach=load_question_bank().facet_follow_ups, material={},
    )  # fmt: skip


@blueprint.get("/offline/")
def show() -> str:
    """The meetings that are on this device."""
    return render_template("offline/show.html")
