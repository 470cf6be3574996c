"""What the module `govcloud_patch` says of a host; validated, for it comes from a host in any state."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, ClassVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from gcloud.errors import CloudError
from gcloud.plan.hardening.results import HostProblem

_LENIENT = ConfigDict(extra="ignore")


@dataclass(frozen=True, slots=True)
class Update:
    """A newer version of an installed package.

    Attributes:
        package: the package.
        installed: the version that is installed.
        new: the version to go to.
        origin: the archive it is from.
        security: a security archive asks for it.
        source: the source package that the installed version was built from.
        source_version: and that one's version.
        held: why it stays as it is: hold, pin; empty if it does not.
    """

    package: str
    installed: str
    new: str
    origin: str
    security: bool
    source: str
    source_version: str
    held: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A source package of which something is installed."""

    source: str
    version: str


@dataclass(frozen=True, slots=True)
class Step:
    """A package that was changed, or would be. `before` is empty for one that is new."""

    package: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Reboot:
    """Whether the host must be started anew, and why."""

    needed: bool = False
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Restart:
    """A unit that uses replaced files, and how it gets the new ones: restart, reexec, reboot, session."""

    unit: str
    how: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A package that dpkg left half way."""

    package: str
    why: str


@dataclass(frozen=True, slots=True)
class Lists:
    """The package lists: the seconds that fetching them took; None if they were not fetched."""

    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class HostState:
    """What one call of the module returned.

    Attributes:
        system: the host's system, `debian-12`.
        codename: its release: bookworm.
        updates: what is open.
        held: packages on hold.
        broken: packages that dpkg left half way.
        interrupted: dpkg was stopped in the middle of its work.
        sources: the source packages of all that is installed.
        reboot: whether the host must be started anew.
        guard: a change waits for its confirmation.
        health: what works; its form is the module's own affair, it is only handed back.
        expected: what worked before an application.
        lists: how long fetching the package lists took.
        updated: what was changed, or would be in check mode.
        also: what had to come with it.
        restarts: units that use files which the update replaces.
        restarted: the units that were restarted.
        kept: configuration files that stayed as they were although the package brings others.
        lost: what worked before and does not now.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _LENIENT

    system: str
    codename: str
    updates: tuple[Update, ...]
    sources: tuple[Source, ...]
    health: Mapping[str, Any]
    held: tuple[str, ...] = ()
    broken: tuple[Broken, ...] = ()
    interrupted: bool = False
    reboot: Reboot = field(default_factory=Reboot)
    guard: bool = False
    expected: Mapping[str, Any] | None = None
    lists: Lists = field(default_factory=Lists)
    updated: tuple[Step, ...] = ()
    also: tuple[Step, ...] = ()
    restarts: tuple[Restart, ...] = ()
    restarted: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()

    @property
    def unfinished(self) -> bool:
        """Whether an earlier update was left half way."""
        return self.interrupted or bool(self.broken)


def read_state(host: str, raw: Mapping[str, Any]) -> HostState:
    """The module's return value as typed data.

    Args:
        host: whose it is, for the error.
        raw: the return value.

    Raises:
        CloudError: it has not the form of one; the host's state is not known.
    """
    try:
        return _adapter().validate_python(raw)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "the whole"
        raise CloudError(
            f"{host} answered in a form that we don't know: {place}: {first['msg']}.",
            hint="Run the same version of govcloud for the run and for its report.",
            data={"host": host, "place": place},
        ) from None


def problem_in(raw: Mapping[str, Any]) -> HostProblem | None:
    """Why the module failed, in its own words; None if it did not say.

    Args:
        raw: the return value.
    """
    said = raw.get("problem")
    if not isinstance(said, Mapping):
        return None
    return HostProblem(str(said.get("kind")), str(said.get("message")), str(said.get("hint", "")))


@cache
def _adapter() -> TypeAdapter[HostState]:
    return TypeAdapter(HostState)
