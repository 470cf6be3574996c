"""A small site in a project of its own on the real cloud, and what must be there when it is up."""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import openstack
import yaml

from gcloud.engine.state.view import read_stack
from tests.cli.weather import PASSPHRASE, Ground, environment_of
from tests.datacenter.emptying import empty
from tests.datacenter.estate import look

SMALL = Path(__file__).parents[1] / "cli" / "data" / "small"

TYPES = {
    "network": "networking/network:Network",
    "subnet": "networking/subnet:Subnet",
    "router": "networking/router:Router",
    "security group": "networking/secGroup:SecGroup",
    "address group": "networking/addressGroupV2:AddressGroupV2",
    "floating address": "networking/floatingIp:FloatingIp",
    "server": "compute/instance:Instance",
    "server group": "compute/serverGroup:ServerGroup",
    "volume": "blockstorage/volume:Volume",
    "image": "images/image:Image",
    "flavor": "compute/flavor:Flavor",
    "volume type": "blockstorage/volumeTypeV3:VolumeTypeV3",
    "port": "networking/port:Port",
}
"""Kinds as the judge lists them, with their types in the state."""


@dataclass(frozen=True)
class LabGround:
    """The site, its project's name, and a connection of plain openstacksdk to judge by."""

    ground: Ground
    name: str
    clouds: Path
    cloud: openstack.connection.Connection

    @property
    def journal(self) -> Path:
        return self.ground.state / "govcloud" / "datacenter" / f"{self.name}.journal"

    def counts(self) -> dict[str, int]:
        """Count what is there, by kind."""
        return {kind: number for kind, number in look(self.cloud, f"{self.name}-").counts().items() if number}

    def wrong(self) -> list[str]:
        """Say where the state and the cloud do not hold the same things, each once; empty if they do."""
        held = read_stack(self.ground.state.parent, "datacenter", self.name, PASSPHRASE)
        problems = [f"still open: {one.operation} of {one.state.urn}" for one in held.unanswered]
        estate = look(self.cloud, f"{self.name}-")
        for kind, type_ in TYPES.items():
            # A router's own ports come and go with its interfaces.
            live = {
                id_
                for id_, item in estate.kinds[kind].items()
                if not str(item.get("device_owner", "")).startswith("network:")
            }
            known = [state.id for state in held.resources if state.type == f"openstack:{type_}"]
            if len(set(known)) != len(known) or set(known) != live:
                names = [estate.kinds[kind][id_]["name"] for id_ in live - set(known)]
                problems.append(f"{kind}: {len(known)} in the state, {len(live)} there; unknown: {names}")
        rules = {
            rule["id"]
            for group in estate.kinds["security group"].values()
            for rule in group["security_group_rules"]
        }
        type_ = "openstack:networking/secGroupRule:SecGroupRule"
        if {state.id for state in held.resources if state.type == type_} != rules:
            problems.append("the security groups' rules are not those of the state")
        attached = [item["attachments"] for item in estate.kinds["volume"].values()]
        if any(len(attachments) != 1 for attachments in attached):
            problems.append(f"volumes are attached {[len(attachments) for attachments in attached]} times")
        return problems


def connected(clouds: Path) -> openstack.connection.Connection:
    config = openstack.config.OpenStackConfig(config_files=[str(clouds)], load_envvars=False)
    return openstack.connection.Connection(config=config.get_one("test"))


@contextmanager
def lab_ground(clouds_file: str | Path, folder: Path) -> Iterator[LabGround]:
    """Make a project and a site for it; all that is in the project goes when the block ends."""
    name = f"w{secrets.token_hex(3)}"
    entry = yaml.safe_load(Path(clouds_file).read_text())["clouds"]["lab"]
    clouds = folder / "clouds.yaml"
    clouds.write_text(yaml.safe_dump({"clouds": {"test": entry}}))
    admin = connected(clouds)
    project = admin.identity.create_project(name=name, domain_id="default")
    user, role = admin.identity.find_user("admin"), admin.identity.find_role("admin")
    admin.identity.assign_project_role_to_user(project, user, role)
    entry["auth"]["project_name"] = name
    clouds.write_text(yaml.safe_dump({"clouds": {"test": entry}}))
    cloud = connected(clouds)
    site = folder / "small"
    shutil.copytree(SMALL, site)
    file = site / "site.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("NAME", name), encoding="utf-8")
    ground = Ground(site, environment_of(folder, OS_CLIENT_CONFIG_FILE=str(clouds)))
    try:
        allotted = ground.run("allot")
        assert allotted.code == 0, allotted.err
        yield LabGround(ground, name, clouds, cloud)
    finally:
        ground.run("down", "--yes")
        empty(cloud, f"{name}-")
        admin.identity.delete_project(project)
