"""A copy of Hà Tĩnh with names of its own, in a project of its own, so that tests disturb nobody."""

import json
import os
import secrets
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import jsonschema
import openstack
import pytest
import yaml

from tests.datacenter.emptying import empty
from tests.datacenter.estate import Estate, look

ROOT = Path(__file__).parents[2]
OUTPUT = json.loads((ROOT / "docs" / "schema" / "output.schema.json").read_text())
GOVCLOUD = Path(sys.executable).with_name("govcloud")


@dataclass(frozen=True)
class Province:
    """A site, the project it is deployed to, and the commands run on both."""

    site: Path
    prefix: str
    environment: dict[str, str]
    cloud: openstack.connection.Connection

    def command(self, *arguments: str, code: int = 0, **environment: str) -> dict:
        """Run govcloud and return its result; any other exit code than expected fails the test."""
        done = subprocess.run(
            [GOVCLOUD, *arguments, "--output", "json"],
            env=self.environment | environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=900,
        )
        assert done.returncode == code, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        document = json.loads(done.stdout)
        jsonschema.validate(document, OUTPUT)
        return document["result"]

    def start(self, *arguments: str) -> subprocess.Popen:
        """Start govcloud and leave it running, in a process group of its own."""
        return subprocess.Popen(
            [GOVCLOUD, *arguments],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def edit(self, file: str, change) -> None:
        """Change one of the site's files as parsed YAML."""
        path = self.site / file
        data = yaml.safe_load(path.read_text())
        change(data)
        path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False))

    def estate(self) -> Estate:
        return look(self.cloud, self.prefix)


@pytest.fixture(scope="session")
def provinces(lab, tmp_path_factory):
    """Make provinces; each is destroyed with all that is in its project at the end."""
    made = []
    admin = _connect(lab.clouds_file, "lab")

    def make() -> Province:
        province = _make(admin, lab.clouds_file, tmp_path_factory.mktemp("province"))
        made.append(province)
        return province

    yield make
    for province in made:
        subprocess.run(
            [GOVCLOUD, "down", province.site, "--yes"],
            env=province.environment,
            capture_output=True,
            check=False,
        )
        empty(province.cloud, province.prefix)
        admin.identity.delete_project(province.cloud.current_project_id)


def _make(admin, clouds_file, folder) -> Province:
    name = f"t{secrets.token_hex(3)}"
    project = admin.identity.create_project(name=name, domain_id="default")
    role = admin.identity.find_role("admin")
    user = admin.identity.find_user("admin")
    admin.identity.assign_project_role_to_user(project, user, role)
    entry = yaml.safe_load(Path(clouds_file).read_text())["clouds"]["lab"]
    entry["auth"]["project_name"] = name
    clouds = folder / "clouds.yaml"
    clouds.write_text(yaml.safe_dump({"clouds": {"ha-tinh": entry}}))
    site = folder / "ha-tinh"
    shutil.copytree(ROOT / "examples" / "ha-tinh", site, ignore=shutil.ignore_patterns(".govcloud"))
    # Tenants' projects are called by their names, and two provinces of one lab can't both have them.
    for file in [*site.glob("requests/*.yaml"), *site.glob("tenants/*.yaml")]:
        file.unlink()
    record = (site / "addresses.yaml").read_text().splitlines(keepends=True)
    kept = [line for line in record if "owner: tenant/" not in line and "owner: agency/" not in line]
    (site / "addresses.yaml").write_text("".join(kept))
    for file in site.glob("*.yaml"):
        file.write_text(file.read_text().replace("gov-", f"{name}-"))
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "OS_CLIENT_CONFIG_FILE": str(clouds),
        "PULUMI_CONFIG_PASSPHRASE": "a passphrase for tests",
    }
    return Province(site, f"{name}-", environment, _connect(clouds, "ha-tinh"))


def _connect(clouds_file, name) -> openstack.connection.Connection:
    config = openstack.config.OpenStackConfig(config_files=[str(clouds_file)], load_envvars=False)
    return openstack.connection.Connection(config=config.get_one(name))
