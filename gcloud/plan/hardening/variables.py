"""What is wanted of a host, from its variables in an inventory: `govcloud_profile`, `govcloud_level` ...

`govcloud harden` writes these variables from a site, and anybody may write them by hand
for plain `ansible-playbook`; so both are read here, and all mistakes are told at once.
"""

import shlex
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, ValidationError

from gcloud.model.base import Model
from gcloud.model.baseline.parameter import Given
from gcloud.model.baseline.words import Value
from gcloud.model.policy import SubjectName, Waiver
from gcloud.model.shown import shown
from gcloud.plan.hardening.fault import Fault, WishInvalid
from gcloud.plan.hardening.wish import NO_DEPTH, HostWish

_LOOK = "see playbooks/roles/baseline/README.md"

PREFIX = "govcloud_"
"""What all variables of hardening begin with."""


def _fixed(value: object) -> object:
    """Lists of an inventory are lists; a value of a parameter is fixed."""
    return tuple(value) if isinstance(value, list) else value


class _Opening(Model):
    """A port that a host needs open."""

    proto: str
    port: int | str | None = None
    sources: Annotated[tuple[str, ...], Field(alias="from")] = ()


class _Forwarder(Model):
    """Where logs go."""

    host: str
    port: Annotated[int, Field(ge=1, le=65535)] = 6514
    protocol: str = "tls"
    name: str | None = None

    def given(self) -> dict[str, object]:
        """Its parts; a receiver whose certificate's name nobody says has that of its host."""
        return {**self.model_dump(), "name": self.name or self.host}


class _Agent(Model):
    """What keeps malware off a host."""

    name: str
    check: str


class _Waiver(Model):
    """A waiver of the host, in the words of the site's waivers; `control` is their `rule`."""

    control: str
    subject: SubjectName
    reason: Annotated[str, Field(min_length=1)]
    approver: Annotated[str, Field(min_length=1)]
    expires_on: Any
    measure: Annotated[str, Field(min_length=1)]


class _Variables(Model):
    """The variables, without their common beginning; other variables are somebody else's."""

    model_config = ConfigDict(extra="ignore")

    profile: str
    level: int
    depth: str = NO_DEPTH
    roles: tuple[str, ...] = ()
    operator: str | None = None
    management: tuple[str, ...] | None = None
    allow: tuple[_Opening, ...] | None = None
    parameters: Mapping[str, Mapping[str, Annotated[Value, BeforeValidator(_fixed)]]] = Field(
        default_factory=dict
    )
    waivers: tuple[_Waiver, ...] = ()
    forwarder: _Forwarder | None = None
    ntp: tuple[str, ...] | None = None
    mirror: str | None = None
    malware_agent: _Agent | None = None
    boot_user: str | None = None
    boot_password: str | None = None


def wish_of(host: str, variables: Mapping[str, Any]) -> HostWish:
    """What is wanted of a host.

    Args:
        host: its name.
        variables: its variables; those that don't begin with `govcloud_` are not looked at.

    Raises:
        WishInvalid: with all that is wrong with the variables.
    """
    ours = {name.removeprefix(PREFIX): value for name, value in variables.items() if name.startswith(PREFIX)}
    try:
        read = _Variables.model_validate(ours)
        waivers = tuple(_waiver(one) for one in read.waivers)
    except ValidationError as error:
        raise WishInvalid(host, _faults(error)) from None
    return HostWish(
        host,
        read.profile,
        read.level,
        read.depth,
        tuple(dict.fromkeys(read.roles)),
        read.parameters,
        waivers,
        dict(_given(read)),
    )


def _waiver(one: _Waiver) -> Waiver:
    fields = one.model_dump()
    return Waiver.model_validate({"rule": fields.pop("control"), **fields})


def _given(read: _Variables) -> Iterator[tuple[Given, object]]:
    """What parameters may take, of what somebody wrote; an empty list says something, None does not."""
    agent = read.malware_agent
    found: dict[Given, object] = {
        "operator": read.operator,
        "management": read.management,
        "allow": None if read.allow is None else tuple(_opening(one) for one in read.allow),
        "forwarder": None if read.forwarder is None else read.forwarder.given(),
        "ntp": read.ntp or None,
        "mirror": read.mirror,
        "boot_user": read.boot_user,
        "boot_password": read.boot_password,
        "agent": None if agent is None else {"name": agent.name, "check": tuple(shlex.split(agent.check))},
    }
    yield from ((name, value) for name, value in found.items() if value is not None)


def _opening(one: _Opening) -> dict[str, object]:
    return {"proto": one.proto, "port": one.port, "from": list(one.sources)}


def _faults(error: ValidationError) -> Iterator[Fault]:
    for detail in error.errors(include_url=False):
        name, *rest = detail["loc"] or ("waivers",)
        at = (f"{PREFIX}{name}", *rest)
        if detail["type"] == "missing" and not rest:
            yield Fault(at, "variable.missing", "the inventory does not say it", f"write {PREFIX}{name}")
        elif detail["type"] == "wrong":
            said = detail["ctx"]
            yield Fault(at, said["rule"], said["what"], said["instead"])
        else:
            told = detail["msg"][:1].lower() + detail["msg"][1:]
            yield Fault(at, "variable.form", f"{told}, not {shown(detail['input'])}", _LOOK)
