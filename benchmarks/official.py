"""The official CLI, measured on the same program in the same stacks."""

import json
import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import yaml

from benchmarks.embedded import PROJECTS, ROOT
from benchmarks.shards import Estate, Shard

QUIET = ("--yes", "--skip-preview", "--non-interactive", "--json", "--parallel", "16")
STEPS: dict[str, tuple[tuple[str, ...], ...]] = {
    "create": (("up", *QUIET),),
    "executed": (("up", *QUIET),),
    "verified": (("refresh", *QUIET), ("up", *QUIET)),
    "drift": (("refresh", "--preview-only", "--non-interactive", "--json", "--parallel", "16"),),
    "mended": (("refresh", *QUIET), ("up", *QUIET)),
    "changed": (("up", *QUIET),),
    "destroy": (("destroy", *QUIET),),
}
"""What each operation is in its own words; the quicker way where there are two (refresh, then up)."""


@dataclass
class Official:
    """The official CLI on one estate.

    Args:
        estate: what is deployed.
        folder: for its state, its settings and its home.
        at_once: stacks side by side.
    """

    name = "official"
    operations = tuple(STEPS)
    estate: Estate
    folder: Path
    at_once: int

    @staticmethod
    def absent() -> str:
        """Say why it can't be measured; "" if it can."""
        return "" if shutil.which("pulumi") else "no pulumi on PATH"

    def do(self, operation: str, *, changed: int | None = None) -> tuple[float, dict[str, int]]:
        """Do one operation on all stacks: wall time in seconds, and what was done to how many."""
        for shard in self.estate.shards:
            self._prepare(shard, changed)
        start = time.perf_counter()
        with ThreadPoolExecutor(self.at_once) as pool:
            answers = list(pool.map(lambda shard: self._stack(shard, operation), self.estate.shards))
        seconds = time.perf_counter() - start
        return seconds, {name: sum(one.get(name, 0) for one in answers) for one in answers for name in one}

    def _prepare(self, shard: Shard, changed: int | None) -> None:
        room, project = self.folder / shard.stack, PROJECTS[self.estate.shape]
        fresh = not room.exists()
        room.mkdir(parents=True, exist_ok=True)
        (self.folder / "state").mkdir(exist_ok=True)
        program = ROOT / "benchmarks" / project
        described = yaml.safe_load((program / "Pulumi.yaml").read_text())
        (room / "Pulumi.yaml").write_text(yaml.safe_dump({**described, "main": str(program)}))
        if fresh:
            self._run(room, "stack", "init", shard.stack, "--non-interactive")
        settings = room / f"Pulumi.{shard.stack}.yaml"
        kept = yaml.safe_load(settings.read_text()) if settings.exists() else {}
        given = self.estate.settings(shard, changed=changed)
        config = {f"{project}:{name}": value for name, value in given.items()}
        settings.write_text(yaml.safe_dump({**kept, "config": config}))

    def _stack(self, shard: Shard, operation: str) -> dict[str, int]:
        counts: dict[str, int] = {}
        for arguments in STEPS[operation]:
            text = self._run(self.folder / shard.stack, *arguments, "--stack", shard.stack)
            counts = _counts(text)
        return counts

    def _run(self, room: Path, *arguments: str) -> str:
        environment = {
            **os.environ,
            "PULUMI_BACKEND_URL": f"file://{self.folder}/state",
            "PULUMI_HOME": str(self.folder / "home"),
            "PULUMI_SKIP_UPDATE_CHECK": "1",
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "VIRTUAL_ENV": str(Path(sys.executable).parent.parent),
        }
        command = ["pulumi", *arguments]
        done = subprocess.run(command, cwd=room, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"{' '.join(command)}: {done.stdout[-1500:]}{done.stderr[-500:]}")
        return done.stdout


def _counts(text: str) -> dict[str, int]:
    """Give counts from a preview's one document, or from the events of another operation."""
    if text.startswith("{\n"):
        return dict(json.loads(text)["changeSummary"])
    for line in text.splitlines():
        if line.startswith("{") and "summaryEvent" in (event := json.loads(line)):
            return dict(event["summaryEvent"]["resourceChanges"])
    return {}
