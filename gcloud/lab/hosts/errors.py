"""What can go wrong with the lab's hosts."""

from collections.abc import Iterable

from gcloud.errors import InputError
from gcloud.lab.errors import LabError


class UnknownHostError(InputError):
    """There is no host of this name.

    Args:
        name: what was asked for.
        known: the hosts that there are.
    """

    def __init__(self, name: str, known: Iterable[str]) -> None:
        there = ", ".join(sorted(known)) or "none"
        super().__init__(
            f"the lab has no host {name}; there are: {there}",
            hint="govcloud lab hosts list",
            data={"host": name},
        )


class SilentHostError(LabError):
    """A host was started and does not answer.

    Args:
        name: the host.
        what: what was waited for.
        console: path of its console's log.
        tail: the log's last lines.
    """

    def __init__(self, name: str, what: str, *, console: str, tail: str) -> None:
        super().__init__(
            f"the host {name} {what}\n{tail}".rstrip(),
            hint=f"see {console}; `govcloud lab hosts reset {name}` makes it anew",
            data={"host": name, "console": console},
        )
