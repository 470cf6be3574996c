"""A project of its own on the lab in which the table's program is run, by either engine."""

import json
import os
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

from gcloud.cloud.connect import connect
from gcloud.engine.deployment import Deployment
from gcloud.engine.state.store import StackStore
from gcloud.provider.openstack import OpenStackProvider
from tests.provider.cases import TABLE, described, urn

PROGRAM = Path(__file__).parent / "program"


class Workbench:
    """The table's program, its state, and a project for it; needs `OS_CLIENT_CONFIG_FILE` set back after.

    Args:
        folder: where it may write.
        clouds_file: the lab's clouds.yaml.
        run: keeps the names of what is made apart from other runs'.
    """

    def __init__(self, folder, clouds_file, run):
        self.run, self.state, self.program = run, folder / "state", folder / "program"
        self.state.mkdir()
        shutil.copytree(PROGRAM, self.program)
        (self.program / "blank.img").write_bytes(bytes(1024 * 1024))
        os.environ["OS_CLIENT_CONFIG_FILE"] = str(clouds_file)
        self._admin = connect("lab")
        rows = [row for row in yaml.safe_load(TABLE.read_text()) if self._serves(row.get("needs"))]
        self.rows = {urn(row) for row in rows if "type" in row}
        self._table = folder / "table.yaml"
        self._table.write_text(yaml.safe_dump(rows, sort_keys=False, allow_unicode=True))
        name = f"t{secrets.token_hex(3)}"
        self._project = self._admin.identity.create_project(name=name, domain_id="default")
        self._admin.identity.assign_project_role_to_user(
            self._project, self._admin.current_user_id, self._admin.identity.find_role("admin")
        )
        entry = yaml.safe_load(Path(clouds_file).read_text())["clouds"]["lab"]
        entry["auth"]["project_name"] = name
        (folder / "clouds.yaml").write_text(yaml.safe_dump({"clouds": {"lab": entry}}))
        os.environ |= {"OS_CLIENT_CONFIG_FILE": str(folder / "clouds.yaml"), "OS_CLOUD": "lab"}
        os.chdir(self.program)

    def ours(self, verb, *, changed=False):
        """Run the embedded engine; give its result."""
        config = {f"sample:{key}": value for key, value in self._config(changed).items()}
        with StackStore.open(self.state, "sample", "s", "x") as store:
            running = Deployment(
                self.program,
                "sample",
                "s",
                config=config,
                store=store,
                providers=lambda _: OpenStackProvider(),
            )
            return getattr(running, verb)()

    def official(self, *arguments, changed=False):
        """Run the official CLI on the same state; give how many resources it did what to."""
        return _counts(self.pulumi(*arguments, "--json", changed=changed))

    def official_plan(self):
        """Give what the official CLI would do, by URN, without what it would leave as it is."""
        steps = json.loads(self.pulumi("preview", "--json"))["steps"]
        return {step["urn"]: step["op"] for step in steps if step["op"] != "same"}

    def pulumi(self, *arguments, changed=False):
        """Run the official CLI on the same state; give what it prints."""
        settings = self.program / "Pulumi.s.yaml"
        kept = yaml.safe_load(settings.read_text()) if settings.exists() else {}
        config = {f"sample:{key}": value for key, value in self._config(changed).items()}
        settings.write_text(yaml.safe_dump({**kept, "config": config}))
        binaries = Path(sys.executable).parent
        done = subprocess.run(
            ["pulumi", *arguments, "--stack", "s", "--non-interactive"],  # noqa: S607 - whichever is on PATH
            cwd=self.program,
            env={
                **os.environ,
                "PATH": f"{binaries}:{os.environ['PATH']}",
                "VIRTUAL_ENV": str(binaries.parent),
                "PULUMI_BACKEND_URL": self.state.as_uri(),
                "PULUMI_CONFIG_PASSPHRASE": "x",
                "PULUMI_SKIP_UPDATE_CHECK": "1",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def states(self):
        """Give what the state holds, as `described` gives it."""
        with StackStore.open(self.state, "sample", "s", "x") as store:
            return described(store.snapshot())

    def close(self):
        """Destroy what is left, then the project."""
        self.ours("destroy")
        for group in list(self._admin.network.security_groups(project_id=self._project.id)):
            self._admin.network.delete_security_group(group)  # Neutron's own default group
        self._admin.identity.delete_project(self._project)

    def _serves(self, service):
        return service is None or self._admin.has_service(service)

    def _config(self, changed):
        return {"run": self.run, "table": str(self._table)} | ({"changed": "true"} if changed else {})


def _counts(text):
    if text.startswith("{\n"):
        return json.loads(text)["changeSummary"]
    events = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    return next((one["summaryEvent"]["resourceChanges"] for one in events if "summaryEvent" in one), {})
