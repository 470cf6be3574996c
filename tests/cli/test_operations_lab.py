"""Saved plans, another passphrase, and planted secrets, on the real cloud: one stack's life."""

import base64
import json
import shutil
import subprocess
import time
from pathlib import Path

import jsonschema
import pytest
import yaml

from tests.cli.conftest import ROOT, VALIDATOR
from tests.cli.weather import GOVCLOUD, Ground, environment_of

pytestmark = [pytest.mark.lab, pytest.mark.timeout(900)]

SMALL = Path(__file__).parent / "data" / "small"
PLAN = json.loads((ROOT / "docs" / "schema" / "plan.schema.json").read_text(encoding="utf-8"))
FIRST, SECOND = "planted-first-passphrase", "planted-second-passphrase"


class Watched(Ground):
    """Keeps all that the commands write, and what can be seen of their processes."""

    heard: list[str] = []  # noqa: RUF012 - one stack's life

    def do(self, *words: str, code: int = 0) -> dict:
        """Run `govcloud WORDS SITE …`; the site stands where the word SITE does."""
        line = [str(self.site) if word == "SITE" else word for word in words]
        with subprocess.Popen(
            [GOVCLOUD, *line, "--output", "json"],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            while process.poll() is None and words[0] in {"up", "plan"}:
                self.heard.extend(processes_below(process.pid))
                time.sleep(0.5)
            out, err = process.communicate(timeout=280)
        self.heard += [out, err]
        assert process.returncode == code, out + err
        document = json.loads(out)
        VALIDATOR.validate(document)
        return document["result"] if document["result"] is not None else document["error"]


def processes_below(top: int) -> list[str]:
    """The command lines and environments of a process and of those that it started."""
    seen, family = [], {top}
    for status in sorted(Path("/proc").glob("[0-9]*/stat"), key=lambda path: int(path.parent.name)):
        try:
            parent = int(status.read_text().rpartition(")")[2].split()[1])
            if parent not in family and int(status.parent.name) != top:
                continue
            family.add(int(status.parent.name))
            seen += [(status.parent / name).read_text() for name in ("cmdline", "environ")]
        except (FileNotFoundError, ProcessLookupError):
            continue
    return seen


@pytest.fixture(scope="module")
def ground(project, tmp_path_factory):
    name, clouds, _ = project
    folder = tmp_path_factory.mktemp("operations")
    site = folder / "small"
    shutil.copytree(SMALL, site)
    file = site / "site.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("NAME", name), encoding="utf-8")
    (folder / "passphrase").write_text(FIRST)
    environment = environment_of(folder, OS_CLIENT_CONFIG_FILE=str(clouds))
    del environment["PULUMI_CONFIG_PASSPHRASE"]
    environment["PULUMI_CONFIG_PASSPHRASE_FILE"] = str(folder / "passphrase")
    made = Watched(site, environment)
    made.do("allot", "SITE")
    yield made
    made.do("down", "SITE", "--yes")


def test_a_saved_plan_is_carried_out_and_named_in_the_history(ground):
    plan = ground.site.parent / "plan.json"
    ground.do("plan", "SITE", "--save", str(plan))
    saved = json.loads(plan.read_text())
    jsonschema.validate(saved, PLAN)
    run = ground.do("up", "SITE", "--plan", str(plan), "--yes")["run"]
    assert run["failed"] == []
    [newest] = ground.do("history", "SITE", "--limit", "1")["runs"]
    assert (newest["plan"], newest["result"]) == (saved["plan"], "succeeded")


def test_the_same_plan_once_more_is_refused_because_the_state_moved(ground):
    found = ground.do("up", "SITE", "--plan", str(ground.site.parent / "plan.json"), "--yes", code=6)
    assert set(found["data"]["moved"]) >= {"state", "steps"}


def test_what_moves_behind_our_back_is_named_and_nothing_is_touched(ground, project):
    _, _, cloud = project
    ground.replace("label: Vùng DMZ", "label: Vùng DMZ mới")
    plan = ground.site.parent / "second.json"
    ground.do("plan", "SITE", "--save", str(plan))
    [network] = [
        one for one in cloud.network.networks(project_id=cloud.current_project_id) if one.name == "dmz"
    ]
    cloud.network.update_network(network, description="changed behind our back")
    found = ground.do("up", "SITE", "--plan", str(plan), "--yes", code=6)
    assert [name.rpartition("::")[2] for name in found["data"]["moved"]["cloud"]] == ["dmz"]
    assert cloud.network.get_network(network.id).description == "changed behind our back"
    assert ground.do("drift", "SITE", code=3)["drifted"][0]["name"] == "dmz"
    ground.do("up", "SITE", "--verify", "--yes")
    ground.do("drift", "SITE")


def test_after_another_passphrase_all_is_as_it_was(ground):
    new = ground.site.parent / "new"
    new.write_text(SECOND)
    done = ground.do("state", "rotate", "SITE", "--new-passphrase-file", str(new), "--also-backups", "--yes")
    assert done["left"] == []
    assert "passphrase" in ground.do("plan", "SITE", code=2)["message"]
    (ground.site.parent / "passphrase").write_text(SECOND)
    assert {
        kind for kind, number in ground.do("plan", "SITE", "--verify")["plan"]["counts"].items() if number
    } == {"same"}


def test_an_exported_state_comes_back(ground):
    file = ground.site.parent / "state.json"
    ground.do("state", "export", "SITE", "--to", str(file))
    before = ground.do("state", "list", "SITE")["resources"]
    ground.do("state", "remove", "SITE", "dmz", "--dependents", "--max-deletes", "1000", "--yes", code=2)
    [rule, *_] = [one["urn"] for one in before if one["type"].endswith(":SecGroupRule")]
    ground.do("state", "remove", "SITE", rule, "--yes")
    assert len(ground.do("state", "list", "SITE")["resources"]) == len(before) - 1
    ground.do("state", "import", "SITE", str(file), "--yes")
    assert ground.do("state", "list", "SITE")["resources"] == before
    ground.do("state", "repair", "SITE")


def test_no_secret_is_anywhere(ground, project):
    _, clouds, _ = project
    password = yaml.safe_load(clouds.read_text())["clouds"]["test"]["auth"]["password"]
    secrets = [
        form for one in (FIRST, SECOND, password) for form in (one, base64.b64encode(one.encode()).decode())
    ]
    kept = {
        path: path.read_bytes().decode("latin-1")
        for path in ground.site.parent.rglob("*")
        if path.is_file() and path.name not in {"passphrase", "new"}
    }
    assert len(kept) > 10
    assert any("gcloud.engine.nursery_child" in one for one in ground.heard), "processes were seen"
    for secret in secrets:
        assert [str(path) for path, text in kept.items() if secret in text] == []
        assert [one[:200] for one in ground.heard if secret in one] == []
