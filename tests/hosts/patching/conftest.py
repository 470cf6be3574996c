"""Hosts with a mirror of their own, and `govcloud patch` on them."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from tests.cli.conftest import VALIDATOR
from tests.hosts.patching.mirror import build, settle

GOVCLOUD = str(Path(sys.executable).with_name("govcloud"))
SECONDS = 280


@dataclass(frozen=True)
class Ran:
    code: int
    result: dict
    error: dict
    err: str

    def host(self, name, part="hosts"):
        return next(one for one in self.result[part] if one["host"] == name)


@dataclass(frozen=True)
class Fleet:
    """Hosts of a test, and the inventory that knows them."""

    hosts: tuple
    inventory: Path

    def command(self, *words):
        usual = ["--inventory", str(self.inventory), "--settle", "5", "--output", "json"]
        return [GOVCLOUD, "patch", *words, *usual]

    def patch(self, *words):
        done = subprocess.run(
            self.command(*words), capture_output=True, text=True, check=False, timeout=SECONDS
        )
        document = json.loads(done.stdout)
        VALIDATOR.validate(document)
        return Ran(done.returncode, document["result"], document["error"], done.stderr)

    def versions(self, package):
        query = ("/usr/bin/dpkg-query", "-W", "-f", "${Version}", package)
        return [host.inside(*query).strip() for host in self.hosts]


@pytest.fixture
def fleet(fresh_hosts, tmp_path):
    """Makes hosts with packages of version 1.0, of which 1.1 is open: `fleet(3, packages, groups)`."""

    def make(count, packages, groups=()):
        folder = tmp_path / "packages"
        build(packages, folder)
        hosts = fresh_hosts(count)
        for host in hosts:
            settle(host, folder)
        inventory = yaml.safe_load(hosts[0].inventory.read_text())
        known = inventory["all"]["hosts"]
        own = {host.name: known[host.name] for host in hosts}
        for host, group in zip(hosts, groups, strict=False):
            own[host.name]["govcloud_group"] = group
        inventory["all"]["hosts"] = own
        file = tmp_path / "hosts.yml"
        file.write_text(yaml.safe_dump(inventory))
        return Fleet(hosts, file)

    return make
