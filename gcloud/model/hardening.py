"""How hosts are hardened: to which depth, by whom, from where, and with what of the site's own.

What a level asks for is not here but in the baselines; a parameter of the site may
only be stricter than its level's.
"""

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from gcloud.model.base import Model
from gcloud.model.host import Account
from gcloud.model.notation import PublicKey
from gcloud.model.numbers import Whole
from gcloud.model.shown import shown
from gcloud.model.text import CatalogueName, Name, Text
from gcloud.model.wrong import wrong

Depth = Literal["none", "cis-l1", "cis-l2"]
"""How far beyond the level: not at all, or by a CIS benchmark of a server."""


def _value(value: object) -> object:
    if isinstance(value, bool | int | str):
        return value
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise wrong(
        "parameter.value", f"{shown(value)} is no value of a parameter", "write a number, text or list"
    )


Value = Annotated[
    bool | int | str | tuple[str, ...],
    BeforeValidator(_value),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "boolean"},
                {"type": "integer"},
                {"type": "string", "maxLength": 255},
                {"type": "array", "items": {"type": "string", "maxLength": 255}},
            ]
        }
    ),
]
"""What a parameter holds: its control says of which type."""


def _ssh(key: str) -> str:
    if " " in key:
        return key
    raise wrong("key.kind", "this is no public key of SSH", "write the line of the authority's .pub file")


AuthorityKey = Annotated[PublicKey, AfterValidator(_ssh)]
"""The public key of an authority that signs host keys (ssh-keygen(1), CERTIFICATES)."""


class ParameterValue(Model):
    """A parameter of a control that is stricter here than its level asks."""

    control: Annotated[Name, Field(examples=["ssh-root-login"])]
    """The control."""
    parameter: Annotated[CatalogueName, Field(examples=["tries"])]
    """Its parameter."""
    value: Annotated[Value, Field(examples=[3])]
    """Its value."""
    hosts: tuple[Text, ...] = ()
    """On these hosts only: names, @groups, patterns. Empty: on all."""


class MalwareAgent(Model):
    """What keeps malware off the hosts, where it is not ClamAV."""

    name: Annotated[CatalogueName, Field(examples=["agent"])]
    """Its package."""
    check: Annotated[Text, Field(examples=["systemctl is-active --quiet agent"])]
    """A command that succeeds on a host where it works."""


class Forwarder(Model):
    """Where hosts send their logs."""

    host: Annotated[Text, Field(examples=["soc-collector"])]
    """A host of the site, a name or an address."""
    port: Annotated[Whole, Field(ge=1, le=65535)] = 6514
    """The port."""
    protocol: Literal["tls", "tcp", "udp"] = "tls"
    """How."""
    name: Text | None = Field(None, examples=["soc-collector.hatinh.example"])
    """The name in its certificate, where that is not `host`; for TLS, which takes names and no addresses."""


class Hardening(Model):
    """What holds for the hardening of all hosts."""

    depth: Depth = "none"
    """How far beyond what the level asks for: cis-l1 or cis-l2 of the CIS benchmark, as technical depth."""
    operator: Account = "operator"
    """The account that signs in to hosts and becomes root by sudo."""
    management: tuple[Name, ...] = ()
    """Zones and ranges of peers that hosts are administered from. Empty: zones of kind device-management."""
    jump_host: Name | None = None
    """The host through which all others are reached."""
    host_authorities: Annotated[
        tuple[AuthorityKey, ...], Field(examples=[["ssh-ed25519 AAAAC3... hosts@hatinh.example"]])
    ] = ()
    """Public keys of the authorities that sign host keys; a host with a certificate of theirs is trusted."""
    mirror: Text | None = Field(None, examples=["http://mirror.hatinh.example/debian"])
    """The mirror that updates come from."""
    forwarder: Forwarder | None = None
    """Where logs go."""
    ntp: tuple[Text, ...] = ()
    """Time servers: hosts of the site, names or addresses."""
    malware_agent: MalwareAgent | None = None
    """The site's own agent against malware."""
    parameters: tuple[ParameterValue, ...] = ()
    """Parameters of controls that are stricter here."""
