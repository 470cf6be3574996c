"""A tenant's end on a real cloud, by its command: cut off in the middle, and gone on with."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import openstack
import pytest
import yaml

from gcloud.cloud.tenants.export import altered
from gcloud.cloud.tenants.purge import purge
from gcloud.model.base import plain
from tests import tenants
from tests.approvals import approve_all

pytestmark = [pytest.mark.lab, pytest.mark.timeout(900)]

ROOT = Path(__file__).parents[3]
GOVCLOUD = Path(sys.executable).with_name("govcloud")
OUTPUT = json.loads((ROOT / "docs" / "schema" / "output.schema.json").read_text())


@pytest.fixture
def agency(agencies, admin):
    """An agency's project with the tags that its stack gives, and some things in it."""
    made = agencies()
    admin.identity.update_project(made.project, tags=["govcloud", "site=ha-tinh"])
    cloud = made.cloud
    network = cloud.network.create_network(name="app")
    cloud.network.create_subnet(network_id=network.id, ip_version=4, cidr="10.66.0.0/24")
    cloud.network.create_port(network_id=network.id)
    cloud.compute.create_keypair(name=f"{made.name}-k")
    for number in range(2):
        volume = cloud.block_storage.create_volume(name=f"data-{number}", size=1)
        cloud.block_storage.wait_for_status(volume, "available", interval=0.5, wait=120)
    if cloud.has_service("key-manager"):
        cloud.key_manager.create_secret(name="s", payload="of the agency", payload_content_type="text/plain")
    return made


@pytest.fixture
def keeper(agencies, admin):
    """The province's own project for backups, in which the administrator may work."""
    made = agencies()
    role = admin.identity.find_role("admin")
    admin.identity.assign_project_role_to_user(made.project, admin.current_user_id, role)
    return made


@pytest.fixture
def command(tmp_path, lab, agency, keeper):
    """Run `govcloud tenant retirement` on a site whose one tenant retires."""
    site = tmp_path / "ha-tinh"
    shutil.copytree(ROOT / "examples" / "ha-tinh", site, ignore=shutil.ignore_patterns(".govcloud"))
    tenants.untenanted(site)
    _write(site, agency.name, keeper.name)
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "OS_CLIENT_CONFIG_FILE": str(lab.clouds_file),
    }

    def run(*words, code=3, kill_at=None):
        call = [GOVCLOUD, "tenant", "retirement", site, agency.name, *words]
        if kill_at is not None:
            with subprocess.Popen(call, env=environment, stderr=subprocess.PIPE, text=True) as process:
                assert any(kill_at in line for line in process.stderr)
                process.kill()
            return None
        done = subprocess.run(
            [*call, "--output", "json"], env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == code, f"{done.stdout}\n{done.stderr}"
        document = json.loads(done.stdout)
        jsonschema.validate(document, OUTPUT)
        return document["result"] or document["error"]

    run.site = site
    return run


def _write(site, name, keeper):
    tenant = tenants.tenant(name=name, state="retiring", backup=None)
    request = {"name": "r-2026-0001", "kind": "create", "made_on": "2026-11-02", "reason": "a test"}
    data = approve_all(
        {
            "site": {"name": "ha-tinh"},
            "requests": [{**request, "requester": "", "tenants": [plain(tenant)]}],
        }
    )
    del data["site"]
    data["tenancy"] = {"domain": "Default", "hold_days": 0, "backup_project": keeper}
    classes = yaml.safe_load((ROOT / "tests" / "plan" / "tenants" / "data" / "site.yaml").read_text())
    data["quota_classes"] = [one for one in classes["quota_classes"] if one["name"] == "small"]
    data["tenants"] = [{**plain(tenant), "request": "r-2026-0001"}]
    (site / "all.yaml").write_text(yaml.safe_dump(data, allow_unicode=True))


def test_the_end_of_a_tenant(command, admin, agency, keeper):
    # Nothing begins as long as somebody could use the project.
    assert "still enabled" in command()["waits_for"]["message"]
    admin.identity.update_project(agency.project, is_enabled=False)

    # What describes it is exported and backed up; too much to delete is refused before anything is.
    refused = command("--yes", "--max-deletes", "3", code=2)
    assert refused["data"]["allowed"] == 3
    seen = command("--dry-run", code=0)
    assert [step["step"] for step in seen["steps"]] == ["suspended", "exported"]
    assert seen["next"] == "purged"
    assert seen["holds"]["kinds"]["volumes"] == 2

    # Killed while the purge goes on; the next run goes on with what is left.
    command("--yes", "--max-deletes", "50", kill_at="volumes: 0 of 2")
    result = command("--yes", "--max-deletes", "50")
    assert [step["step"] for step in result["steps"]] == [
        "suspended", "exported", "purged", "zeroed", "disabled",
    ]  # fmt: skip
    assert "govcloud up" in result["waits_for"]["hint"]
    quota = admin.block_storage.get(f"/os-quota-sets/{agency.project}").json()["quota_set"]
    assert {value for value in quota.values() if isinstance(value, int)} == {0}
    assert not admin.identity.get_project(agency.project).is_enabled

    _the_stack_deletes(admin, agency)
    assert command(code=0)["next"] is None

    # What was kept is whole, and where the agency's end does not reach.
    folder = command.site / ".govcloud" / "exports" / agency.name / "r-2026-0001"
    manifest = json.loads((folder / "manifest.json").read_text())
    assert altered(folder) == ()
    assert sorted(backup["name"] for backup in manifest["backups"]) == ["data-0", "data-1"]
    assert {backup["project"] for backup in manifest["backups"]} == {keeper.project}
    for backup in manifest["backups"]:
        assert admin.block_storage.get_backup(backup["backup"]).status == "available"


def _the_stack_deletes(admin, agency):
    admin.identity.delete_project(agency.project)
    with pytest.raises(openstack.exceptions.NotFoundException):
        admin.identity.get_project(agency.project)
    assert purge(admin, agency.project, max_deletes=0, besides=["key-manager"]) == {}
