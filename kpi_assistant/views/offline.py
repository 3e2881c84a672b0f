"""What a phone needs without a network: the service worker and the pages it shows when the server is out of reach."""

import hashlib
import json
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request, url_for
from flask_babel import force_locale

from kpi_assistant.content.question_bank import load_question_bank
from kpi_assistant.domain.text import LOCALES
from kpi_assistant.forms.kpi import KpiForm
from kpi_assistant.views.language import select_locale

blueprint = Blueprint("offline", __name__)

STYLES = ("css/base.css", "css/components.css", "css/kpis.css", "css/capture.css")


@blueprint.get("/service-worker.js")
def worker() -> Response:
    """The worker, told which files belong to this version of the app, and which language its reader has.

    The shells are nobody's, so their address says the language; a reader who changes it gets a new worker.
    """
    folder = Path(str(current_app.static_folder))
    scripts = sorted(path.relative_to(folder).as_posix() for path in (folder / "js").glob("*.js"))
    files = [
        *(url_for("static", filename=name) for name in (*STYLES, "icon.svg", "manifest.webmanifest", *scripts)),
        # Modules import one another by their plain names.
        *(url_for("static", filename=name).split("?")[0] for name in scripts),
    ]
    code = (folder / "service-worker.js").read_text(encoding="utf-8")
    locale = select_locale()
    shells = {"capture": url_for(".capture", lang=locale), "home": url_for(".show", lang=locale)}
    known = f"const FILES = {json.dumps(files)};\nconst SHELLS = {json.dumps(shells)};\n"
    version = hashlib.sha256((known + code).encode()).hexdigest()[:12]
    return Response(
        f"const VERSION = {json.dumps(version)};\n" + known + code,
        mimetype="text/javascript",
        headers={"Cache-Control": "no-cache"},
    )


@blueprint.get("/offline/capture")
def capture() -> str:
    """The capture page without a meeting: what it shows comes from the device."""
    form = KpiForm(formdata=None, meta={"csrf": False})
    form.offer_people([], [], default=None)
    return _shell(
        "capture/show.html", meeting=None, form=form, draft=None, drafts=[], items=[], current=0, said=[], saved=None,
        reply=None, hints=[], saved_hints=[], coach=load_question_bank().facet_follow_ups, material={},
    )  # fmt: skip


@blueprint.get("/offline/")
def show() -> str:
    """The meetings that are on this device."""
    return _shell("offline/show.html")


def _shell(template: str, **values: Any) -> str:
    """A page that is nobody's: no member, menu, message or token, whoever asks for it."""
    locale = request.args.get("lang", "")
    with force_locale(locale if locale in LOCALES else select_locale()):
        return render_template(template, is_shell=True, **values)
