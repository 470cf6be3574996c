"""What can go wrong with the lab, each with what to do next."""

from collections.abc import Sequence

from gcloud.errors import CloudError, ExitCode


class LabError(CloudError):
    """The lab could not do what was asked."""


class UnfitMachineError(LabError):
    """The machine lacks something; nothing was started.

    Args:
        lacks: one sentence for each thing that is missing, with its remedy.
    """

    def __init__(self, lacks: Sequence[str]) -> None:
        super().__init__(
            "this machine cannot run the lab: " + "; ".join(lacks),
            hint="mend what is named, then run `govcloud lab up` again; nothing was started",
            data={"lacks": list(lacks)},
        )
        self.lacks = tuple(lacks)


class StepError(LabError):
    """One step of a start failed; carries the end of its log.

    Args:
        step: the step's name.
        reason: what happened.
        log: path of the log, or empty.
        tail: the log's last lines.
    """

    def __init__(self, step: str, reason: str, *, log: str = "", tail: str = "") -> None:
        end = f"\n{tail.rstrip()}" if tail.strip() else ""
        super().__init__(
            f"{step}: {reason}{end}",
            hint=f"see {log}; `govcloud lab up` goes on from here"
            if log
            else "`govcloud lab up` goes on from here",
            data={"step": step, "reason": reason, "log": log, "tail": tail},
        )
        self.step = step


class NotTriedError(LabError):
    """Whoever began the start has stopped it."""

    exit_code = ExitCode.INTERRUPTED

    def __init__(self) -> None:
        super().__init__(
            "the start was stopped; what runs already runs on",
            hint="`govcloud lab up` goes on from here, `govcloud lab down` stops what runs",
        )
