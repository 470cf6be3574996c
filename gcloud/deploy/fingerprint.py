"""What a successful `up` depended on, so that the next one need not be if all of it is the same.

Kept are hashes and the file system's figures, no values. Whatever is in doubt
(a file that changed while it was read, a program that starts another) makes no
fingerprint, and without one the program runs.

Nobody's clock is in it: a program that looks at the time is one that should run
each time, and one that asks the cloud something (a data source) is told of what
changed there by `--verify`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from gcloud.deploy.looks import ChangedError, Look, Looker
from gcloud.deploy.others import Others, Told
from gcloud.deploy.surroundings import Surroundings

FORM: Final = 2
"""Version of the form in which fingerprints are kept; one of another version is none."""


class DoubtError(Exception):
    """A run whose inputs can't be told for certain; the argument says why."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What one stack's last successful `up` depended on.

    Args:
        made: when it was, RFC 3339, UTC.
        engine: which engine ran it.
        backend: the URL of its state.
        resources: how many things in the cloud the state holds.
        clouds: the clouds that it reaches, by name; None is the one that nobody named.
        surroundings: hash by what it is of (gcloud.deploy.surroundings).
        looks: path → what was there: the program's files, all that it read or listed, the state.
        told: what other stacks told it, by PROJECT/STACK.
    """

    made: str
    engine: str
    backend: str
    resources: int
    clouds: tuple[str | None, ...]
    surroundings: Mapping[str, str]
    looks: Mapping[str, Look]
    told: Mapping[str, Told]

    def differences(self, around: Surroundings, looker: Looker, others: Others) -> Iterator[str]:
        """Tell what is not as it was then; nothing if the `up` would do nothing.

        Args:
            around: the surroundings now.
            looker: looks at the files now.
            others: the other stacks of its backend.
        """
        now = around.kept(self.clouds)
        yield from (
            name for name in {**self.surroundings, **now} if self.surroundings.get(name) != now.get(name)
        )
        yield from (path for path, look in self.looks.items() if not looker.same(path, look))
        for name, told in self.told.items():
            if not others.same(name, told):
                yield f"the outputs of {name}"

    def as_json(self) -> dict[str, Any]:
        """Give the form in which it is kept."""
        return {"form": FORM, **asdict(self)}

    @classmethod
    def from_json(cls, kept: object) -> "Fingerprint | None":
        """Read what `as_json` gave; None if it is something else."""
        if not isinstance(kept, dict) or kept.get("form") != FORM:
            return None
        try:
            found = cls(**{name: value for name, value in kept.items() if name != "form"})
            return replace(found, clouds=tuple(found.clouds))
        except TypeError:
            return None


def looks_of(record: Mapping[str, Any], looker: Looker) -> dict[str, Look]:
    """Make the looks that are kept from the record of what a program looked at.

    Args:
        record: see gcloud.engine.reads.
        looker: new, so that it sees what is there now.

    Raises:
        DoubtError: something can't be followed, or changed meanwhile.
    """
    if record["doubts"]:
        raise DoubtError("; ".join(record["doubts"]))
    listed = frozenset(record["listed"])
    looks: dict[str, Look] = {}
    for path, mark in record["looked"].items():
        try:
            looks[path] = looker.keep(path, mark, listed=path in listed)
        except ChangedError as error:
            raise DoubtError(f"{path} changed during the run") from error
    return looks


def looks_now(paths: Iterable[str], looker: Looker, *, since: int | None = None) -> dict[str, Look]:
    """Make the looks that are kept of files as they are now.

    Args:
        paths: the files.
        looker: looks at them.
        since: when they were read, nanoseconds since the epoch; None if they are as this process left them.

    Raises:
        DoubtError: one of them has changed since, or is being changed.
    """
    looks: dict[str, Look] = {}
    for path in paths:
        try:
            looks[path] = looker.keep_now(path)
        except ChangedError as error:
            raise DoubtError(f"{path} is being changed") from error
        mark = looker.mark(path)
        if since is not None and mark is not None and max(mark[-2:]) >= since:
            raise DoubtError(f"{path} changed during the run")
    return looks
