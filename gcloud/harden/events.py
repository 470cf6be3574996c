"""What a run tells while it goes on."""

from dataclasses import dataclass

from gcloud.plan.hardening.results import HostProblem


@dataclass(frozen=True, slots=True)
class TaskStarted:
    """A host begins with a task.

    Attributes:
        host: the host.
        task: the task's name.
    """

    host: str
    task: str


@dataclass(frozen=True, slots=True)
class TaskFinished:
    """A host is through with a task, or has left it out.

    Attributes:
        host: the host.
        task: the task's name.
        changed: whether it changed something.
    """

    host: str
    task: str
    changed: bool


@dataclass(frozen=True, slots=True)
class HostFailed:
    """A host goes no further, unless its playbook has a way out for it.

    Attributes:
        host: the host.
        problem: what is wrong.
    """

    host: str
    problem: HostProblem


Event = TaskStarted | TaskFinished | HostFailed
