"""A province of the tests' own with a roster, and the commands by which its people ask and decide."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import openstack
import yaml

from tests.datacenter.conftest import GOVCLOUD, ROOT, Province, _connect

BINH, CU, AN = "tran-thi-binh", "pham-van-cu", "nguyen-van-an"
ORGANISATIONS = {BINH: "interior-department", CU: "thanh-sen", AN: "science-department"}
"""Who asks for the one tenant, who for the other, and who decides."""

SHARDS = 64
"""Of the example: how many stacks its tenants are spread over."""

EMBEDDED = ("--stack", "tenants", "--yes", "--engine", "embedded")


@dataclass(frozen=True)
class Tenancy(Province):
    """The site, and what is done with its tenants."""

    def ask(self, kind: str, tenant: str, *words: str, requester: str = BINH) -> str:
        """Ask for something of a tenant; gives the request."""
        told = ("--requester", requester, "--reason", "a test")
        return self.command("tenant", kind, str(self.site), tenant, *words, *told)["request"]

    def request(self, wish: dict) -> str:
        """Ask for a new tenant by a file; gives the request."""
        file = self.site.parent / f"{wish['tenants'][0]['name']}.yaml"
        file.write_text(yaml.safe_dump(wish, allow_unicode=True))
        return self.command("tenant", "request", str(self.site), "--from", str(file))["request"]

    def approve(self, request: str, *words: str) -> None:
        """Sign a request."""
        key = ("--key", str(self.site.parent / "an"), "--yes")
        self.command("tenant", "approve", str(self.site), request, *words, *key)

    def up(self, *words: str) -> dict:
        """Bring the tenants up."""
        return self.command("up", str(self.site), *EMBEDDED, *words)

    def failing(self, *arguments: str) -> dict:
        """Run a command that is to fail; gives its whole document."""
        done = subprocess.run(
            [GOVCLOUD, *arguments, "--output", "json"],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=900,
        )
        document: dict = json.loads(done.stdout)
        assert document["exit_code"] == done.returncode != 0
        return document

    def pipeline(self, tenant: str) -> openstack.connection.Connection:
        """Connect as a tenant's own pipeline, by a credential."""
        file = self.site.parent / f"{tenant}.clouds.yaml"
        self.command("tenant", "credential", str(self.site), tenant, "--to", str(file))
        return _connect(file, tenant)


def make(clouds_file: Path, folder: Path, tag: str, keeper: str, services: frozenset[str]) -> Tenancy:
    """Copy the example without its tenants, and give it a roster whose keys are known.

    Args:
        clouds_file: the lab's clouds.yaml.
        folder: where the site shall be.
        tag: what the names of its tenants begin with.
        keeper: the project that keeps backups.
        services: what the cloud has beyond servers, networks and volumes.
    """
    site = shutil.copytree(
        ROOT / "examples" / "ha-tinh",
        folder / "ha-tinh",
        ignore=shutil.ignore_patterns(".govcloud", "requests", "tenants"),
    )
    keygen = ["/usr/bin/ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / "an"]
    subprocess.run(keygen, check=True)
    key = {
        "kind": "ssh",
        "public": (folder / "an.pub").read_text().strip(),
        "valid_from": "2026-01-01",
        "valid_until": "2035-12-31",
    }
    people = [
        {"name": name, "label": name, "organisation": of, "email": f"{name}@hatinh.example"}
        | ({"roles": ["approver", "capacity", "retirement"], "keys": [key]} if name == AN else {})
        | ({"roles": ["requester"]} if name != AN else {})
        for name, of in ORGANISATIONS.items()
    ]
    (site / "people.yaml").write_text(yaml.safe_dump({"people": people}))
    entry = yaml.safe_load(clouds_file.read_text())["clouds"]["lab"]
    clouds = folder / "clouds.yaml"
    clouds.write_text(yaml.safe_dump({"clouds": {"ha-tinh": entry}}))
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(folder),
        "OS_CLIENT_CONFIG_FILE": str(clouds),
        "PULUMI_CONFIG_PASSPHRASE": "a passphrase for tests",
    }
    made = Tenancy(site, tag, environment, _connect(clouds, "ha-tinh"))
    ends = {"backup_project": keeper, "hold_days": 0}
    made.edit("tenancy.yaml", lambda data: data["tenancy"].update(ends))
    made.edit("site.yaml", lambda data: data["clouds"][0].update(services=sorted(services)))
    return made


def wish(name: str, label: str, purpose: str, requester: str, services: list[str], **more: object) -> dict:
    """What somebody asks for: a tenant of their own organisation, with one person in it."""
    member = {"name": requester, "label": requester, "email": f"{requester}@hatinh.example"}
    return {
        "requester": requester,
        "reason": "a test",
        "tenants": [
            {
                "name": name,
                "label": label,
                "agency": ORGANISATIONS[requester],
                "system": {"level": 2, "operator": "hired-operator"},
                "purpose": purpose,
                "contact": {"name": requester, "email": f"{requester}@hatinh.example"},
                "quota": {"class": "small"},
                "networks": [{"name": "app"}],
                "services": services,
                "members": [member | {"role": "operator"}],
                "budget": "2026-CNTT-07",
                "review_on": "2027-06-30",
                "expires_on": "2028-12-31",
                **more,
            }
        ],
    }


def booted(cloud: openstack.connection.Connection, name: str, flavor: str) -> openstack.resource.Resource:
    """Boot a server of an image of one's own, on the network that the province made."""
    image = cloud.image.create_image(
        name=name, disk_format="raw", container_format="bare", data=bytes(1024), wait=True
    )
    (network,) = (one for one in cloud.network.networks() if one.name.endswith(".app"))
    made = cloud.compute.create_server(
        name=name, image_id=image.id, flavor_id=flavor, networks=[{"uuid": network.id}]
    )
    return cloud.compute.wait_for_server(made, interval=0.5, wait=180)


def stored(cloud: openstack.connection.Connection, name: str, server: str | None = None) -> str:
    """Make a volume of 1 GiB, in use by a server if one is given; gives its id."""
    volume = cloud.block_storage.create_volume(name=name, size=1)
    cloud.block_storage.wait_for_status(volume, "available", interval=0.5, wait=120)
    if server is not None:
        cloud.compute.create_volume_attachment(server, volume_id=volume.id)
        cloud.block_storage.wait_for_status(volume, "in-use", interval=0.5, wait=120)
    return volume.id
