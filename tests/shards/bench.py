"""One shard on the lab, by either engine, without a site: its plan is put together by the test."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import yaml

from gcloud.engine.deployment import Deployment
from gcloud.engine.scope import WHOLE
from gcloud.engine.stack_reference import StackReferences
from gcloud.engine.state.references import OtherStacks
from gcloud.engine.state.store import StackStore
from gcloud.plan.tenants.shards import stack_name
from gcloud.plan.tenants.text import to_json
from gcloud.provider.openstack import OpenStackProvider

PROGRAM = Path(__file__).parents[2] / "stacks" / "tenants"
PASSPHRASE = "x"


class Bench:
    """A shard's program, its state, and its plan.

    Args:
        folder: where it may write.
        lab: the lab's settings.
    """

    def __init__(self, folder, lab):
        self.folder, self.state = folder, folder / "state"
        self.state.mkdir()
        self._clouds = str(lab.clouds_file)
        self.last = None

    def plan(self, shard):
        """Let this be what shall run."""
        self.last = shard
        content = to_json(shard).encode()
        file = self.folder / "plan.json"
        file.write_bytes(content)
        self.stack = stack_name(shard.site, shard.shard)
        self.config = {
            "tenants:plan": str(file),
            "tenants:plan-sha256": hashlib.sha256(content).hexdigest(),
        }

    def ours(self, verb, scope=WHOLE):
        """Run the embedded engine; give its result."""
        os.environ["OS_CLIENT_CONFIG_FILE"] = self._clouds
        with StackStore.open(self.state, "tenants", self.stack, PASSPHRASE) as store:
            running = Deployment(
                PROGRAM,
                "tenants",
                self.stack,
                config=self.config,
                store=store,
                providers=self._provider,
            )
            if verb == "up":
                return running.up(None, scope)
            return getattr(running, verb)(scope)

    def _provider(self, package):
        if package == "pulumi":
            return StackReferences(OtherStacks(self.state, "tenants", PASSPHRASE).outputs)
        return OpenStackProvider()

    def up(self, shard):
        """Make the cloud so; give what was done to how many."""
        self.plan(shard)
        result = self.ours("up")
        assert result.ok, result.failures
        return result.summary.counts

    def outputs(self):
        """Give what the stack exports."""
        with StackStore.open(self.state, "tenants", self.stack, PASSPHRASE) as store:
            return next(state.outputs for state in store.snapshot() if state.is_root)

    def ids(self, kind):
        """Give the ids of what the state holds of a type."""
        with StackStore.open(self.state, "tenants", self.stack, PASSPHRASE) as store:
            return [state.id for state in store.snapshot() if state.type.endswith(f":{kind}")]

    def official(self, *arguments):
        """Run the official CLI on the same state; give what it printed."""
        settings = self.folder / f"Pulumi.{self.stack}.yaml"
        kept = yaml.safe_load(settings.read_text()) if settings.exists() else {}
        settings.write_text(yaml.safe_dump({**kept, "config": self.config}))
        binaries = Path(sys.executable).parent
        command = ["pulumi", *arguments, "--stack", self.stack, "--config-file", str(settings)]
        done = subprocess.run(
            [*command, "--non-interactive", "--json"],
            cwd=PROGRAM,
            env={
                **os.environ,
                "OS_CLIENT_CONFIG_FILE": self._clouds,
                "PATH": f"{binaries}:{os.environ['PATH']}",
                "PULUMI_BACKEND_URL": self.state.as_uri(),
                "PULUMI_CONFIG_PASSPHRASE": PASSPHRASE,
                "PULUMI_SKIP_UPDATE_CHECK": "1",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout)
