"""`plan` and `up` of a site of which nothing has changed: nothing is loaded, no cloud is asked."""

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest

from gcloud.deploy import roster
from gcloud.deploy.fingerprint import Fingerprint, looks_now
from gcloud.deploy.location import backend
from gcloud.deploy.looks import Looker
from gcloud.deploy.memory import Memory
from gcloud.deploy.surroundings import Surroundings

pytestmark = pytest.mark.process

OUTPUT = json.loads((Path(__file__).parents[2] / "docs/schema/output.schema.json").read_text())
COMMAND = """
import sys
from gcloud.cli.main import run
code = run(sys.argv[1:])
heavy = {"pydantic", "pulumi", "grpc", "openstack", "cryptography", "rich", "gcloud.model", "gcloud.provider"}
sys.exit(code or (99 if heavy & set(sys.modules) else 0))
"""
FILES = 30
STACKS = 100


def environment(folder):
    """What the commands see; kept small, for the tests' own variables are another in each test."""
    # Python itself sets the language where none is set.
    told = {"HOME": str(folder), "LC_ALL": "C.UTF-8", "PULUMI_CONFIG_PASSPHRASE": "never needed"}
    return {"PATH": os.environ["PATH"], **told}


def remember(folder, stacks):
    """Make a site of so many stacks, of which each depends on files of its own, and all of it remembered."""
    site = folder / "site"
    site.mkdir()
    (site / "site.yaml").write_text("not a site that could be loaded")
    variables, memory = environment(folder), Memory(site)
    key = memory.make_key()
    around = Surroundings(key, variables)
    for number in range(stacks):
        program = folder / "programs" / str(number)
        program.mkdir(parents=True)
        files = [program / f"{index}.py" for index in range(FILES)]
        for file in files:
            file.write_text(f"x = {number}")
    time.sleep(0.06)  # older than what counts as being changed
    names = [("tenants", f"s{number}") for number in range(stacks)]
    for number, (project, stack) in enumerate(names):
        looks = looks_now(map(str, (folder / "programs" / str(number)).iterdir()), Looker(key))
        url = backend(site, None, variables).url
        found = Fingerprint(
            "2026-01-02T03:04:05+00:00", "embedded", url, 10, ("c",), around.kept(["c"]), looks, {}
        )
        memory.remember(project, stack, found)
    roster.keep(memory, roster.site_marks(site), names)
    return site


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("small")
    return remember(folder, 1)


def govcloud(site, *arguments, **variables):
    return subprocess.run(
        [sys.executable, "-c", COMMAND, *arguments],
        env=environment(site.parent) | variables,
        cwd=site.parent,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("verb", ["plan", "up"])
def test_nothing_heavy_is_loaded_and_the_document_is_of_its_schema(small, verb):
    done = govcloud(small, verb, str(small), "--output", "json")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    jsonschema.validate(document, OUTPUT)
    plan = document["result"]["plan"]
    assert document["result"]["api_calls"] == 0
    assert plan["counts"]["same"] == 10
    assert plan["unchanged"] == [
        {"project": "tenants", "stack": "s0", "since": "2026-01-02T03:04:05+00:00", "resources": 10}
    ]


def test_people_are_told_since_when_and_how_to_look_all_the_same(small):
    done = govcloud(small, "up", str(small))
    assert "Nothing to do: 10 resources as described." in done.stdout
    assert "unchanged since 2026-01-02 03:04 UTC" in done.stdout
    assert "--verify" in done.stdout


def test_who_wants_the_cloud_looked_at_gets_the_site_loaded(small):
    done = govcloud(small, "plan", str(small), "--verify")
    assert done.returncode == 2
    assert "site.yaml" in done.stdout + done.stderr


def test_a_hundred_stacks_take_no_longer_than_a_moment(tmp_path):
    site = remember(tmp_path, STACKS)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = govcloud(site, "up", str(site), "--output", "json")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert len(json.loads(done.stdout)["result"]["stacks"]) == STACKS
    # The processor's time: what others do on this machine is not the command's.
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.5
