"""Terraform, measured on the same objects; its configuration is written as JSON, one block a type."""

import json
import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.shards import Estate, Shard

REQUIRED = {
    "required_providers": {
        "openstack": {"source": "terraform-provider-openstack/openstack", "version": "~> 3.4"}
    }
}
APPLY = ("apply", "-auto-approve", "-input=false", "-no-color", "-parallelism=16")
STEPS: dict[str, tuple[str, ...]] = {
    "create": APPLY,
    "executed": (*APPLY, "-refresh=false"),
    "verified": APPLY,
    "drift": ("plan", "-refresh-only", "-input=false", "-no-color", "-parallelism=16"),
    "mended": APPLY,
    "changed": APPLY,
    "destroy": ("destroy", *APPLY[1:]),
}
"""What each operation is in its own words."""

OWNER = "${openstack_identity_project_v3.tenant[count.index].id}"
NUMBER = "${var.first + count.index}"
NAME = '${format("%s%05d", var.prefix, var.first + count.index)}'
TEXT = '${var.first + count.index == var.changed ? "changed" : "synthetic"}'
OPEN = {"ssh": (22, "10.0.0.0/8"), "https": (443, "0.0.0.0/0"), "dns": (53, "10.0.0.0/8")}


def configuration(estate: Estate, shard: Shard, changed: int | None) -> dict[str, Any]:
    """Write what benchmarks/tenants says, for one stack."""
    blocks: dict[str, dict[str, Any]] = {
        "openstack_identity_project_v3": {"tenant": {"name": NAME, "description": TEXT}}
    }
    if estate.shape == "tenant":
        blocks |= {
            "openstack_compute_quotaset_v2": {
                "tenant": {"project_id": OWNER, "instances": 10, "cores": 20, "ram": 40960}
            },
            "openstack_networking_quota_v2": {
                "tenant": {
                    "project_id": OWNER,
                    "network": 5,
                    "subnet": 5,
                    "port": 50,
                    "security_group": 10,
                    "security_group_rule": 100,
                }
            },
            "openstack_blockstorage_quotaset_v3": {
                "tenant": {"project_id": OWNER, "volumes": 10, "gigabytes": 100, "snapshots": 5}
            },
            "openstack_networking_network_v2": {"tenant": {"name": NAME, "tenant_id": OWNER}},
            "openstack_networking_subnet_v2": {
                "tenant": {
                    "name": NAME,
                    "tenant_id": OWNER,
                    "network_id": "${openstack_networking_network_v2.tenant[count.index].id}",
                    "ip_version": 4,
                    "cidr": "10.${floor((var.first + count.index) / 250)}"
                    ".${(var.first + count.index) % 250}.0/24",
                }
            },
            "openstack_networking_secgroup_v2": {
                "tenant": {"name": NAME, "tenant_id": OWNER, "delete_default_rules": True}
            },
            "openstack_networking_secgroup_rule_v2": {
                label: _rule(port, source) for label, (port, source) in OPEN.items()
            },
        }
    for instances in blocks.values():
        for block in instances.values():
            block["count"] = shard.count
    variables = {"prefix": estate.prefix, "first": shard.first, "changed": -1 if changed is None else changed}
    return {
        "terraform": REQUIRED,
        "variable": {name: {"default": value} for name, value in variables.items()},
        "resource": blocks,
    }


def _rule(port: int, source: str) -> dict[str, Any]:
    return {
        "tenant_id": OWNER,
        "security_group_id": "${openstack_networking_secgroup_v2.tenant[count.index].id}",
        "direction": "ingress",
        "ethertype": "IPv4",
        "protocol": "tcp",
        "port_range_min": port,
        "port_range_max": port,
        "remote_ip_prefix": source,
    }


@dataclass
class Terraform:
    """Terraform on one estate.

    Args:
        estate: what is deployed.
        folder: for its state.
        at_once: stacks side by side.
    """

    name = "terraform"
    operations = tuple(STEPS)
    estate: Estate
    folder: Path
    at_once: int

    @staticmethod
    @cache
    def absent() -> str:
        """Say why it can't be measured; "" if it can."""
        if shutil.which("terraform") is None:
            return "no terraform on PATH"
        with TemporaryDirectory() as room:
            (Path(room) / "main.tf.json").write_text(json.dumps({"terraform": REQUIRED}))
            try:
                done = _terraform(Path(room), "init", "-input=false")
            except subprocess.TimeoutExpired:
                return "terraform init took too long"
        return "" if done.returncode == 0 else "terraform can't get its openstack provider here"

    def do(self, operation: str, *, changed: int | None = None) -> tuple[float, dict[str, int]]:
        """Do one operation on all stacks: wall time in seconds; it doesn't count what it does."""
        for shard in self.estate.shards:
            room = self.folder / shard.stack
            fresh = not room.exists()
            room.mkdir(parents=True, exist_ok=True)
            text = json.dumps(configuration(self.estate, shard, changed))
            (room / "main.tf.json").write_text(text)
            if fresh:
                self._checked(room, "init", "-input=false")
        start = time.perf_counter()
        with ThreadPoolExecutor(self.at_once) as pool:
            rooms = [self.folder / shard.stack for shard in self.estate.shards]
            list(pool.map(lambda room: self._checked(room, *STEPS[operation]), rooms))
        return time.perf_counter() - start, {}

    @staticmethod
    def _checked(room: Path, *arguments: str) -> None:
        done = _terraform(room, *arguments, seconds=3600)
        if done.returncode:
            sys.exit(f"terraform {arguments[0]}: {done.stdout[-1000:]}{done.stderr[-1000:]}")


def _terraform(room: Path, *arguments: str, seconds: float = 60) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["terraform", *arguments],  # noqa: S607 - whichever is on PATH
        cwd=room,
        env={**os.environ, "CHECKPOINT_DISABLE": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=seconds,
    )
