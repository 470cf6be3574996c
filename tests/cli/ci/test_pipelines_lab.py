"""The pipelines that are written, run step by step as a runner would, on the real cloud.

Only the CI system is not there: its variables are set, and its API is a server that
keeps what it is sent.
"""

import json
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest
import yaml

from gcloud.render.pipelines import file_of
from tests.cli.ci.test_moved import commit, git
from tests.datacenter.conftest import GOVCLOUD, provinces  # noqa: F401 - a fixture

pytestmark = pytest.mark.lab

TOKEN = "t0ken-of-the-bot"


@pytest.fixture(scope="module")
def notes():
    """The API of a CI system that takes comments: headers and bodies in the order of arrival."""
    taken = []

    class Notes(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            taken.append((self.path, dict(self.headers), body))
            self.send_response(201)
            self.end_headers()

        def log_message(self, *arguments):
            pass

    server = HTTPServer(("127.0.0.1", 0), Notes)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", taken
    server.shutdown()
    server.server_close()


@pytest.fixture
def repository(provinces, tmp_path):  # noqa: F811 - the fixture
    """A repository with a site of one zone, a second zone proposed on top, and the province it is of."""
    province = provinces()
    folder = tmp_path / "repository"
    folder.mkdir()
    for file in province.site.glob("*.yaml"):
        if file.name not in {"site.yaml", "zones.yaml"}:
            file.unlink()
    province.edit("zones.yaml", lambda data: data.update(zones=data["zones"][:1]))
    province.command("allot", str(province.site))
    site = province.site.rename(folder / "site")
    git(folder, "init", "-q", "-b", "main")
    commit(folder)
    zones = yaml.safe_load((site / "zones.yaml").read_text())
    zones["zones"].append({"name": "dmz", "label": "DMZ", "kind": "dmz"})
    (site / "zones.yaml").write_text(yaml.safe_dump(zones))
    province.command("allot", str(site))
    commit(folder)
    yield folder, province
    subprocess.run(
        [GOVCLOUD, "down", site, "--yes"], env=province.environment, capture_output=True, check=False
    )


class Runner:
    """What runs the steps: a shell, the checkout, the variables."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.environment = {**environment, "PATH": f"{GOVCLOUD.parent}:{environment['PATH']}"}

    def run(self, script: str, code: int = 0, **environment: str) -> str:
        done = subprocess.run(
            ["/bin/bash", "-eo", "pipefail", "-c", script],
            cwd=self.folder,
            env=self.environment | environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, f"{script}\n{done.stdout}\n{done.stderr}"
        assert TOKEN not in done.stdout + done.stderr
        return done.stdout


def networks(province):
    project = province.cloud.current_project_id
    return {network.name for network in province.cloud.network.networks(project_id=project)}


def test_gitlab_from_the_merge_request_to_the_nightly_drift(repository, notes):
    folder, province = repository
    api, taken = notes
    runner = Runner(folder, province.environment)
    runner.run("govcloud ci pipeline site --for gitlab")
    pipeline = yaml.safe_load((folder / file_of("gitlab")).read_text())
    variables = {
        **pipeline["variables"],
        "CI_API_V4_URL": api,
        "CI_PROJECT_ID": "42",
        "CI_MERGE_REQUEST_IID": "7",
        "GOVCLOUD_BOT_TOKEN": TOKEN,
        "CI_COMMIT_BEFORE_SHA": "0" * 40,
    }

    def job(name: str, code: int = 0, **more: str) -> None:
        *first, last = pipeline[name]["script"]
        for line in first:
            runner.run(line, **variables)
        runner.run(last, code, **(variables | more))

    job("check")
    job("policy")
    job("plan")
    path, headers, body = taken[-1]
    assert path == "/projects/42/merge_requests/7/notes"
    assert headers["PRIVATE-TOKEN"] == TOKEN
    [comment] = parse_qs(body)["body"]
    assert "`dmz`" in comment
    job("prepare")
    child = yaml.safe_load((folder / "stacks.yml").read_text())
    for line in child["datacenter/ha-tinh"]["script"]:
        runner.run(line, **child["variables"])
    assert networks(province) == {"edge", "dmz"}
    job("drift")
    [dmz] = province.cloud.network.networks(name="dmz", project_id=province.cloud.current_project_id)
    province.cloud.network.update_network(dmz, description="changed by hand")
    job("drift", 3)
    assert "changed by hand" in (folder / "drift.xml").read_text()


def test_github_applies_what_moved_since_the_push_before(repository, notes):
    folder, province = repository
    api, taken = notes
    secrets = {
        "GOVCLOUD_CLOUDS": Path(province.environment["OS_CLIENT_CONFIG_FILE"]).read_text(),
        "GOVCLOUD_PASSPHRASE": province.environment["PULUMI_CONFIG_PASSPHRASE"],
    }
    temporary = folder.parent / "runner"
    temporary.mkdir()
    told, outputs = temporary / "env", temporary / "outputs"
    runner = Runner(folder, {name: province.environment[name] for name in ("PATH", "HOME")})
    runner.run("govcloud ci pipeline site --for github")
    pipeline = yaml.safe_load((folder / file_of("github")).read_text())
    variables = {
        "SITE": pipeline["env"]["SITE"],
        "RUNNER_TEMP": str(temporary),
        "GITHUB_ENV": str(told),
        "GITHUB_OUTPUT": str(outputs),
        "BEFORE": git(folder, "rev-parse", "HEAD~1"),
        "TOKEN": TOKEN,
        "NOTES": f"{api}/repos/tinh/site/issues/7/comments",
    }

    def job(name: str, **more: str) -> None:
        told.write_text("")
        for step in pipeline["jobs"][name]["steps"]:
            if "run" in step:
                given = secrets if "GOVCLOUD_CLOUDS" in step.get("env", {}) else {}
                known = dict(line.split("=", 1) for line in told.read_text().splitlines())
                runner.run(step["run"], **(variables | given | known | more))

    job("check")
    job("plan")
    assert json.loads(taken[-1][2])["body"].startswith("### Plan for")
    assert taken[-1][1]["Authorization"] == f"Bearer {TOKEN}"
    job("prepare")
    moved = dict(line.split("=", 1) for line in outputs.read_text().splitlines())
    assert json.loads(moved["then"]) == []
    for stack in json.loads(moved["first"]):
        job("first", STACK=stack)
    assert networks(province) == {"edge", "dmz"}
    assert (temporary / "passphrase").stat().st_mode & 0o077 == 0
    job("drift")
