"""What a phone has to load before it can write down a word."""

from pathlib import Path

import pytest

from kpi_assistant.config import PROJECT_ROOT
from tests.page_weight import sizes_of
from tests.views.kpi_cast import meeting, organisation, person

SCRIPTS = PROJECT_ROOT / "kpi_assistant" / "static" / "js"


@pytest.fixture
def client(sign_in, alice):
    return sign_in(alice)


def test_the_capture_page_stays_light(client, alice, save):
    visit = save(meeting(alice, save(person(alice, at=organisation(alice)))))

    def read(path):
        with client.get(path) as answer:
            return answer.text

    sizes = sizes_of(f"/meetings/{visit.id}/capture/", read)
    scripts = [size for path, size in sizes.items() if path.endswith(".js")]
    assert len(scripts) > 10
    assert sum(scripts) <= 30_000
    assert sum(sizes.values()) <= 80_000


@pytest.mark.parametrize("file", sorted(SCRIPTS.glob("*.js")), ids=lambda file: file.name)
def test_a_script_is_sent_without_its_comments_and_with_all_its_code(client, file: Path):
    lines = file.read_text(encoding="utf-8").splitlines()
    with client.get(f"/static/js/{file.name}") as sent:
        assert sent.text.splitlines() == [line for line in lines if not line.strip().startswith("//")]
        assert len(sent.text) < len("\n".join(lines))
        assert int(sent.headers["Content-Length"]) == len(sent.data)
        known = {"If-None-Match": sent.headers["ETag"]}
    with client.get(f"/static/js/{file.name}", headers=known) as again:
        assert (again.status_code, again.data) == (304, b"")
