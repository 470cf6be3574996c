"""Command lines run in this process, their output kept apart by stream; and a project of the lab."""

import json
import os
import resource
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import openstack
import pytest
import yaml

from gcloud.cli.main import run
from tests.datacenter.emptying import empty

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "ha-tinh"
SCHEMA = json.loads((ROOT / "docs" / "schema" / "output.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
"""Made once: to check the schema itself takes longer than most commands."""


@dataclass(frozen=True)
class Ran:
    """What a command line did."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """The JSON document on stdout: exactly one, of the documented form."""
        document = json.loads(self.out)
        VALIDATOR.validate(document)
        assert document["exit_code"] == self.code
        return document


@pytest.fixture
def govcloud(capfd: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run one command line: `govcloud("check", site, "--output", "json")`."""

    def call(*arguments: object) -> Ran:
        code = run([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return Ran(code, out, err)

    return call


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A copy of the example site, to be changed at will."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "ha-tinh", ignore=shutil.ignore_patterns(".govcloud")))


@pytest.fixture
def broken(site: Path) -> Path:
    """The example site with two mistakes in zones.yaml."""
    file = site / "zones.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("kind: dmz", "kind: dzm").replace("name: server", "nam: server"))
    return site


@pytest.fixture
def processor_seconds() -> Callable[..., float]:
    """The least processor time of several runs of a command line; a busy machine does not count."""

    def measure(*arguments: object) -> float:
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        line = [sys.executable, "-c", "from gcloud.cli.main import main; main()", *map(str, arguments)]

        def once() -> float:
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(line, check=True, stdout=subprocess.DEVNULL, env=environment)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)

        return min(once() for _ in range(4))

    return measure


def connected(clouds):
    config = openstack.config.OpenStackConfig(config_files=[str(clouds)], load_envvars=False)
    return openstack.connection.Connection(config=config.get_one("test"))


@pytest.fixture(scope="module")
def project(lab, tmp_path_factory):
    """A project of our own, its clouds.yaml and a connection to it; emptied and removed at the end."""
    folder = tmp_path_factory.mktemp("weather")
    name = f"w{secrets.token_hex(3)}"
    entry = yaml.safe_load(Path(lab.clouds_file).read_text())["clouds"]["lab"]
    clouds = folder / "clouds.yaml"
    clouds.write_text(yaml.safe_dump({"clouds": {"test": entry}}))
    admin = connected(clouds)
    project = admin.identity.create_project(name=name, domain_id="default")
    user, role = admin.identity.find_user("admin"), admin.identity.find_role("admin")
    admin.identity.assign_project_role_to_user(project, user, role)
    entry["auth"]["project_name"] = name
    clouds.write_text(yaml.safe_dump({"clouds": {"test": entry}}))
    cloud = connected(clouds)
    yield name, clouds, cloud
    empty(cloud, f"{name}-")
    admin.identity.delete_project(project)
