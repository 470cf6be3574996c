"""Which stacks a change moves, told from the site's files at two commits."""

import json
import subprocess

import pytest
import yaml

pytestmark = pytest.mark.process


@pytest.fixture
def repository(tmp_path, site):
    """A repository with the example in sites/ha-tinh, committed once."""
    folder = tmp_path / "repository"
    (folder / "sites").mkdir(parents=True)
    site.rename(folder / "sites" / "ha-tinh")
    git(folder, "init", "-q")
    commit(folder)
    return folder


SHARDS = [f"tenants/ha-tinh-t{shard:02d}" for shard in (4, 6, 20)]
"""The stacks of the example's three tenants."""


def git(folder, *arguments):
    who = ["-c", "user.name=An", "-c", "user.email=an@hatinh.example", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        ["git", *who, *arguments],  # noqa: S607 - git is where PATH has it
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def commit(folder):
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "x")


def jobs(govcloud, folder, *more):
    ran = govcloud("ci", "jobs", folder / "sites" / "ha-tinh", "--for", "gitlab", "--output", "json", *more)
    return ran.code, [job["stack"] for job in ran.document["result"]["jobs"]]


def test_a_comment_moves_nothing(govcloud, repository):
    zones = repository / "sites" / "ha-tinh" / "zones.yaml"
    zones.write_text("# another comment\n" + zones.read_text())
    commit(repository)
    assert jobs(govcloud, repository, "--since", "HEAD~1") == (0, [])


def test_another_zone_moves_the_data_centre(govcloud, repository):
    zones = repository / "sites" / "ha-tinh" / "zones.yaml"
    zones.write_text(zones.read_text() + "  - {name: dmz-2, label: DMZ 2, kind: dmz}\n")
    commit(repository)
    assert jobs(govcloud, repository, "--since", "HEAD~1") == (0, ["datacenter/ha-tinh"])


@pytest.mark.parametrize("since", ["0" * 40, None], ids=["the first push", "no commit named"])
def test_without_anything_to_compare_with_every_stack_is_applied(govcloud, repository, since):
    more = ("--since", since) if since else ()
    assert jobs(govcloud, repository, *more) == (0, ["datacenter/ha-tinh", *SHARDS])


def test_a_commit_that_git_does_not_know_is_refused(govcloud, repository):
    ran = govcloud("ci", "jobs", repository / "sites" / "ha-tinh", "--for", "gitlab", "--since", "nope")
    assert ran.code == 2
    assert "Needed a single revision" in ran.err or "nope" in ran.err


def test_jobs_are_a_child_pipeline_or_outputs(govcloud, repository, tmp_path):
    child, outputs = tmp_path / "stacks.yml", tmp_path / "outputs"
    site = repository / "sites" / "ha-tinh"
    assert govcloud("ci", "jobs", site, "--for", "gitlab", "--to", child, "--max-deletes", "3").code == 0
    document = yaml.safe_load(child.read_text())
    assert document["datacenter/ha-tinh"]["stage"] in document["stages"]
    assert document["datacenter/ha-tinh"]["script"] == [
        'govcloud up "$SITE" --stack "datacenter/ha-tinh" --yes --max-deletes 3'
    ]
    assert govcloud("ci", "jobs", site, "--for", "github", "--to", outputs).code == 0
    told = dict(line.split("=", 1) for line in outputs.read_text().splitlines())
    assert {name: json.loads(value) for name, value in told.items()} == {
        "first": ["datacenter/ha-tinh"],
        "then": SHARDS,
    }


def test_an_empty_child_pipeline_still_has_a_job(govcloud, repository, tmp_path):
    child = tmp_path / "stacks.yml"
    site = repository / "sites" / "ha-tinh"
    assert govcloud("ci", "jobs", site, "--for", "gitlab", "--since", "HEAD", "--to", child).code == 0
    assert yaml.safe_load(child.read_text())["nothing"]["script"]
