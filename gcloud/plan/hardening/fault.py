"""What is wrong with what is wanted of a host, and the error of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from gcloud.errors import InputError

At = tuple[str | int, ...]
"""Where in a wish something is wrong: ("level",), ("parameters", CONTROL, PARAMETER) ..."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    Attributes:
        at: where.
        rule: stable name of what it breaks, such as `parameter.weaker`.
        what: what is wrong, one clause.
        instead: what to write instead, beginning with a verb.
    """

    at: At
    rule: str
    what: str
    instead: str

    def __str__(self) -> str:
        return f"{'.'.join(map(str, self.at))}: {self.what}" + (f"; {self.instead}" if self.instead else "")


class WishInvalid(InputError):  # noqa: N818 - it names what the wish is, and is caught as an InputError
    """What is wanted of a host can't be; nothing was done to it.

    Args:
        host: the host.
        faults: all that is wrong, at least one.
    """

    def __init__(self, host: str, faults: Iterable[Fault]) -> None:
        self.host = host
        self.faults = tuple(faults)
        lines = "\n".join(f"  {fault}" for fault in self.faults)
        super().__init__(
            f"{host} can't be held against its baseline:\n{lines}",
            hint="Mend what is named above; other hosts are not concerned.",
            data={
                "host": host,
                "faults": [
                    {"at": list(one.at), "rule": one.rule, "what": one.what, "instead": one.instead}
                    for one in self.faults
                ],
            },
        )
