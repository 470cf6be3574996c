"""Listens to ansible-runner's events: tells how the run goes on, and remembers what came of each host.

A task that fails is not the end of a host: its playbook may have a way out. Which
hosts have failed is what Ansible counts at the end; only where it comes to no end
(a kill, a crash) the last failure of a host is believed.
"""

import threading
from collections import deque
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from gcloud.harden.events import Event, HostFailed, TaskFinished, TaskStarted
from gcloud.harden.outcome import HostOutcome
from gcloud.harden.trouble import problem_of
from gcloud.plan.hardening.results import HostProblem

OnEvent = Callable[[Event], None]

_OURS: Final = "govcloud_"
_KEPT: Final = 20

STOPPED: Final = HostProblem(
    "not-tried",
    "It was not turned to: the run was stopped before.",
    "Run it again; what was done stays done.",
)
TOO_MANY: Final = HostProblem(
    "not-tried",
    "It was left alone: too many hosts had failed before it (--max-fail).",
    "Mend what is wrong with the others first.",
)
UNFINISHED: Final = HostProblem(
    "unfinished",
    "The run ended in the middle of it.",
    "Run it again: what was under the guard undoes itself, what was done stays done.",
)


class Listener:
    """Takes ansible-runner's events.

    Args:
        hosts: the hosts that were ordered.
        tell: told how the run goes on.
    """

    def __init__(self, hosts: tuple[str, ...], tell: OnEvent) -> None:
        self._hosts = hosts
        self._tell = tell
        self._began: dict[str, datetime] = {}
        self._answers: dict[str, list[tuple[str, Mapping[str, Any]]]] = {host: [] for host in hosts}
        self._problems: dict[str, HostProblem] = {}
        self._told: dict[str, HostProblem] = {}
        self._tasks: dict[str, int] = dict.fromkeys(hosts, 0)
        self._stats: Mapping[str, Any] | None = None
        self._lines: deque[str] = deque(maxlen=_KEPT)
        self._lock = threading.Lock()

    def __call__(self, raw: Mapping[str, Any]) -> bool:
        """Take one event; never lets it be written to a file."""
        with self._lock:
            kind, data = str(raw.get("event")), raw.get("event_data") or {}
            if kind == "playbook_on_stats":
                self._stats = data
            elif kind in {"verbose", "error", "warning"}:
                self._lines += [line for line in str(raw.get("stdout", "")).splitlines() if line.strip()]
            elif kind.startswith("runner_") and str(data.get("host")) in self._answers:
                self._of_host(kind, str(data["host"]), data)
        return False

    def outcomes(self, *, interrupted: bool) -> dict[str, HostOutcome]:
        """What came of each host, once the run is over."""
        now = datetime.now(UTC)
        return {
            host: HostOutcome(
                host,
                self._began.get(host, now),
                tuple(self._answers[host]),
                self._problem(host, interrupted=interrupted),
                self._tasks[host],
            )
            for host in self._hosts
        }

    @property
    def said(self) -> tuple[str, ...]:
        """The last lines of Ansible itself."""
        return tuple(self._lines)

    @property
    def came_to_hosts(self) -> bool:
        """Whether the run came to any host at all."""
        return bool(self._began)

    def _of_host(self, kind: str, host: str, data: Mapping[str, Any]) -> None:
        task, result = str(data.get("task", "")), data.get("res") or {}
        self._began.setdefault(host, datetime.now(UTC))
        action = str(data.get("task_action", "")).rpartition(".")[2]
        if action.startswith(_OURS) and kind in _ANSWERS and not _loop(result):
            # What it was asked for is known, and is most of what it says.
            said = {key: value for key, value in result.items() if key != "invocation"}
            self._answers[host].append((action, said))
        match kind:
            case "runner_on_start":
                self._tell(TaskStarted(host, task))
            case "runner_on_ok" | "runner_on_skipped":
                self._tasks[host] += 1
                if kind == "runner_on_ok":
                    self._problems.pop(host, None)  # its playbook had a way out
                self._tell(TaskFinished(host, task, bool(result.get("changed"))))
            case "runner_on_failed" | "runner_on_unreachable" if not data.get("ignore_errors"):
                self._tasks[host] += 1
                unreachable = kind == "runner_on_unreachable"
                problem = problem_of(host, _worst(result), unreachable=unreachable)
                if problem.kind == "failed":  # often a playbook's own words for what failed before
                    problem = self._told.get(host, problem)
                self._problems[host] = self._told[host] = problem
                self._tell(HostFailed(host, problem))
            case _:
                pass

    def _problem(self, host: str, *, interrupted: bool) -> HostProblem | None:
        if self._stats is not None:
            if host not in (self._stats.get("processed") or {}) and host not in self._began:
                return STOPPED if interrupted else TOO_MANY
            failed = any(host in (self._stats.get(name) or {}) for name in ("failures", "dark"))
            return self._problems.get(host, UNFINISHED) if failed else None
        if host not in self._began:
            return STOPPED
        return self._problems.get(host, UNFINISHED)


_ANSWERS: Final = frozenset(
    {"runner_on_ok", "runner_on_failed", "runner_item_on_ok", "runner_item_on_failed"}
)


def _loop(result: Mapping[str, Any]) -> bool:
    """Whether it is a loop's summary: its items have been told one by one."""
    items = result.get("results")
    return isinstance(items, list) and any(
        isinstance(one, dict) and "ansible_loop_var" in one for one in items
    )


def _worst(result: Mapping[str, Any]) -> Mapping[str, Any]:
    """Of a loop the item that failed, else the result itself."""
    if not _loop(result):
        return result
    return next((one for one in result["results"] if one.get("failed")), result)
