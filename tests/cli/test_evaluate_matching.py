"""evaluate-matching as a person types it: figures, rankings as JSON, and one sentence for a bad file."""

import copy
import json

import pytest

from tests.cli.shell import Shell

SAMPLE = "kpi_assistant/content/sample/mapping-dev.json"
SMALL = {
    "catalogues": [
        {
            "id": "one",
            "lang": "zh",
            "capabilities": [
                {"id": "c1", "name": "勒索恢复与备份", "description": "按系统写好恢复剧本"},
                {"id": "c2", "name": "食堂明厨亮灶", "description": "后厨直播，食材可追溯", "proof": "二百家食堂在用"},
            ],
            "kpis": [
                {"id": "k1", "text": "勒索演习恢复了六个小时", "relevant": {"c1": 2}},
                {"id": "k2", "text": "想把驾照考下来", "relevant": {}},
                {"id": "k3", "text": "科里就服那张墙上的画", "relevant": {"c2": 2}, "history": True},
                {"id": "k4", "text": "大家都说墙上的画好，科里人服气"},
            ],
        }
    ]
}


@pytest.fixture
def run(tmp_path):
    shell = Shell(tmp_path / "data", "postgresql://nobody@127.0.0.1:1/nothing")

    def run(content, *options):
        file = tmp_path / "catalogues.json"
        file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return shell.run("evaluate-matching", str(file), *options)

    yield run
    shell.close()


def test_it_prints_figures_for_each_catalogue_and_overall_beside_plain_matching(tmp_path):
    shell = Shell(tmp_path / "data", "postgresql://nobody@127.0.0.1:1/nothing")
    result = shell.run("evaluate-matching", SAMPLE)
    shell.close()
    lines = result.output.splitlines()
    assert result.exit_code == 0
    assert [line.split()[0] for line in lines[1:]] == ["dev1-edu", "plain", "dev2-fleet", "plain", "overall", "plain"]
    assert len({len(line) for line in lines}) == 1


def test_it_ranks_everything_but_history_and_scores_what_is_labelled(run):
    made = json.loads(run(SMALL, "--json").output)
    (catalogue,) = made["catalogues"]
    kpis = {kpi["id"]: kpi for kpi in catalogue["kpis"]}
    assert list(kpis) == ["k1", "k2", "k4"]
    assert kpis["k1"]["proposals"][0]["id"] == "c1"
    assert "勒索" in kpis["k1"]["proposals"][0]["why"]
    assert kpis["k2"]["abstained"] is True
    assert kpis["k4"]["proposals"][0]["id"] == "c2"
    assert "k3" in kpis["k4"]["proposals"][0]["why"]
    ours = catalogue["figures"]["ours"]
    assert (ours["answerable"], ours["unanswerable"], ours["hit_at_1"]) == (1, 1, 1.0)
    assert ours["abstain_recall"] == 1.0
    assert made["overall"] == catalogue["figures"]


def test_it_ranks_a_file_without_any_label(run):
    bare = copy.deepcopy(SMALL)
    for kpi in bare["catalogues"][0]["kpis"]:
        kpi.pop("relevant", None)
        kpi.pop("history", None)
    result = run(bare, "--json")
    assert result.exit_code == 0
    made = json.loads(result.output)
    assert [kpi["id"] for kpi in made["catalogues"][0]["kpis"]] == ["k1", "k2", "k3", "k4"]
    assert made["overall"]["ours"]["hit_at_1"] is None
    assert run(bare).exit_code == 0


def test_it_feeds_the_share_of_history_that_was_asked_for_and_the_same_again_for_the_same_seed(run):
    many = copy.deepcopy(SMALL)
    many["catalogues"][0]["kpis"] = [
        {"id": f"k{number}", "text": "勒索恢复", "relevant": {"c1": 2}} for number in range(10)
    ]

    def ranked(*options):
        return [kpi["id"] for kpi in json.loads(run(many, "--json", *options).output)["catalogues"][0]["kpis"]]

    assert len(ranked("--history", "0.5")) == 5
    assert ranked("--history", "0.5", "--seed", "3") == ranked("--history", "0.5", "--seed", "3")
    assert len({tuple(ranked("--history", "0.5", "--seed", str(seed))) for seed in range(5)}) > 1
    assert ranked("--history", "1") == []


def damaged(**changes):
    broken = copy.deepcopy(SMALL)
    catalogue = broken["catalogues"][0]
    catalogue["kpis"][0].update(changes.pop("kpi", {}))
    catalogue["capabilities"][0].update(changes.pop("capability", {}))
    catalogue.update(changes)
    return broken


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"{", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[" * 200_000, "not JSON"),
        (b"[]", '"catalogues"'),
        ({"catalogues": []}, "nothing to measure"),
        ({"catalogues": [3]}, "catalogue 1 must be an object"),
        (damaged(id=""), 'no "id" in catalogue 1'),
        (damaged(capabilities=[]), "no capabilities in catalogue one"),
        (damaged(kpis={}), '"kpis" of catalogue one must be a list'),
        (damaged(capability={"id": "c2"}), "two with the capability id c2"),
        (damaged(capability={"name": " "}), 'no "name" in capability 1'),
        (damaged(capability={"proof": 7}), '"proof" of capability 1'),
        (damaged(kpi={"id": "k2"}), "two with the KPI id k2"),
        (damaged(kpi={"text": ""}), 'no "text" in KPI 1'),
        (damaged(kpi={"layer": "soul"}), '"layer" of KPI 1'),
        (damaged(kpi={"history": "yes"}), '"history" of KPI 1'),
        (damaged(kpi={"relevant": ["c1"]}), '"relevant" of KPI 1'),
        (damaged(kpi={"relevant": {"c9": 2}}), "names c9"),
        (damaged(kpi={"relevant": {"c1": 3}}), "must be 1 or 2"),
        (damaged(kpi={"relevant": {"c1": True}}), "must be 1 or 2"),
    ],
)
def test_it_refuses_a_bad_file_with_one_sentence(run, content, sentence):
    result = run(content)
    assert result.exit_code == 2
    assert sentence in result.output
    assert result.output.count("\n") == 1
