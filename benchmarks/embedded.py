"""The embedded engine, measured: a process for each stack, some of them side by side."""

import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.shards import Estate, Shard

ROOT = Path(__file__).resolve().parent.parent
PROJECTS = {"tenant": "tenants", "project": "tenants", "memory": "memory"}


@dataclass
class Embedded:
    """The embedded engine on one estate.

    Args:
        estate: what is deployed.
        folder: for its state.
        at_once: stacks side by side.
    """

    name = "embedded"
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
        start = time.perf_counter()
        with ThreadPoolExecutor(self.at_once) as pool:
            answers = list(
                pool.map(lambda shard: self._stack(shard, (operation,), changed), self.estate.shards)
            )
        seconds = time.perf_counter() - start
        counts: dict[str, int] = {}
        for answer in answers:
            for name, count in answer["done"][operation]["counts"].items():
                counts[name] = counts.get(name, 0) + count
        return seconds, counts

    def in_one_go(self, operations: tuple[str, ...]) -> dict[str, float]:
        """Do operations one after the other in one process a stack; seconds of each in all."""
        answers = [self._stack(shard, operations, None) for shard in self.estate.shards]
        return {name: sum(answer["done"][name]["seconds"] for answer in answers) for name in operations}

    def _stack(self, shard: Shard, operations: tuple[str, ...], changed: int | None) -> dict[str, Any]:
        project = PROJECTS[self.estate.shape]
        spec = {
            "program": str(ROOT / "benchmarks" / project),
            "project": project,
            "stack": shard.stack,
            "state": str(self.folder / "state"),
            "config": self.estate.settings(shard, changed=changed),
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
