"""The embedded engine, measured: a process for each stack, some of them side by side."""

import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from benchmarks.shards import Estate, Shard
from gcloud.deploy import roster
from gcloud.deploy.location import LOCAL_FOLDER
from gcloud.deploy.memory import Memory

ROOT = Path(__file__).resolve().parent.parent
GOVCLOUD = Path(sys.executable).with_name("govcloud")
PROJECTS = {"tenant": "tenants", "project": "tenants", "memory": "memory"}
RIPE: Final = 11.0
"""Seconds after which a stack's settings count as settled, so that its run leaves a fingerprint."""


@dataclass
class Embedded:
    """The embedded engine on one estate.

    Args:
        estate: what is deployed.
        folder: for its state.
        at_once: stacks side by side.
        peak_mib: the greatest memory of an engine's process and of a program's.
    """

    name = "embedded"
    operations = ("create", "executed", "verified", "skipped", "drift", "mended", "changed", "destroy")
    estate: Estate
    folder: Path
    at_once: int
    peak_mib: dict[str, float] = field(default_factory=dict)

    @staticmethod
    def absent() -> str:
        """It is always there."""
        return ""

    def do(self, operation: str, *, changed: int | None = None) -> tuple[float, dict[str, int]]:
        """Do one operation on all stacks: wall time in seconds, and what was done to how many."""
        written = self._prepare(changed)
        if operation == "skipped":
            return self._skipped()
        if operation == "verified":
            time.sleep(max(0.0, written + RIPE - time.time()))  # the run that is skipped afterwards
        start = time.perf_counter()
        with ThreadPoolExecutor(self.at_once) as pool:
            answers = list(pool.map(lambda shard: self._stack(shard, (operation,)), self.estate.shards))
        seconds = time.perf_counter() - start
        counts: dict[str, int] = {}
        for answer in answers:
            for name, count in answer["done"][operation]["counts"].items():
                counts[name] = counts.get(name, 0) + count
        return seconds, counts

    def in_one_go(self, operations: tuple[str, ...]) -> dict[str, float]:
        """Do operations one after the other in one process a stack; seconds of each in all."""
        self._prepare(None)
        answers = [self._stack(shard, operations) for shard in self.estate.shards]
        return {name: sum(answer["done"][name]["seconds"] for answer in answers) for name in operations}

    def _prepare(self, changed: int | None) -> float:
        """Write the stacks' settings where they are not so yet; give when the last was written."""
        project, room = PROJECTS[self.estate.shape], self.folder / LOCAL_FOLDER / "pulumi"
        room.mkdir(parents=True, exist_ok=True)
        for shard in self.estate.shards:
            given = self.estate.settings(shard, changed=changed)
            text = yaml.safe_dump({"config": {f"{project}:{name}": value for name, value in given.items()}})
            file = room / f"Pulumi.{shard.stack}.yaml"
            if not file.exists() or file.read_text() != text:
                file.write_text(text)
        names = [(project, shard.stack) for shard in self.estate.shards]
        roster.keep(Memory(self.folder), roster.site_marks(self.folder), names)
        return max(file.stat().st_mtime for file in room.iterdir())

    def _skipped(self) -> tuple[float, dict[str, int]]:
        """Time the command that a user gives, when nothing has changed."""
        state = str(self.folder / LOCAL_FOLDER / "state")
        options = ["--yes", "--engine", "embedded", "--state", state, "--output", "json"]
        command = [str(GOVCLOUD), "up", str(self.folder), *options]
        start = time.perf_counter()
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        seconds = time.perf_counter() - start
        if done.returncode:
            sys.exit(f"skipped: {done.stdout[-1000:]}{done.stderr[-1000:]}")
        return seconds, {"same": json.loads(done.stdout)["result"]["plan"]["counts"]["same"]}

    def _stack(self, shard: Shard, operations: tuple[str, ...]) -> dict[str, Any]:
        project = PROJECTS[self.estate.shape]
        spec = {
            "site": str(self.folder),
            "project": project,
            "stack": shard.stack,
            "operations": operations,
        }
        command = [sys.executable, "-m", "benchmarks.stack", json.dumps(spec)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"{shard.stack} {operations}: {done.stderr.strip()[-2000:]}")
        answer: dict[str, Any] = json.loads(done.stdout)
        for name in ("engine_mib", "program_mib"):
            self.peak_mib[name] = max(self.peak_mib.get(name, 0), answer[name])
        return answer
