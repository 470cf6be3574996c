"""Items of access: SSH, PAM, accounts, sudo, the packet filter. They are applied under the guard.

What each field does on a host: docs/reference/hardening-access-kinds.md.
"""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from gcloud.model.base import Model
from gcloud.model.baseline.items.base import Batch, ItemBase
from gcloud.model.baseline.words import Line, Lines, Number, Scalar


class HostKeys(Model):
    """Which host keys are offered."""

    types: tuple[Line, ...] = ()
    """Their types, and no others."""
    rsa_bits: Number | None = None
    """The least size of an RSA key."""


class SshdItem(ItemBase):
    """The SSH server, judged by what it says of itself (`sshd -T`)."""

    usual_batch: ClassVar[Batch] = "ssh"
    kind: Literal["sshd"]
    options: Mapping[Line, Scalar] = Field(default_factory=dict)
    """Its options, words and numbers."""
    algorithms: Mapping[Line, Lines] = Field(default_factory=dict)
    """Ciphers, MACs, KexAlgorithms ...: the list allowed, best first."""
    match: Line | None = None
    """The options stand in a Match block with this condition."""
    groups: Lines = ()
    """Who may come in: AllowGroups."""
    exempt: Lines = ()
    """Networks that PerSourcePenalties never shuts out."""
    moduli: Number | None = None
    """Least size in bits of the groups in /etc/ssh/moduli."""
    host_keys: HostKeys | None = None
    """Which host keys are offered at all."""
    explicit: bool | None = None
    """True: sshd_config itself says it too, as people and other judges look there and nowhere else."""


class PamItem(ItemBase):
    """Modules of PAM with their settings; an item has one of these fields."""

    usual_batch: ClassVar[Batch] = "accounts"
    kind: Literal["pam"]
    faillock: Mapping[Line, Scalar] = Field(default_factory=dict)
    """Locking after failed tries."""
    quality: Mapping[Line, Scalar] = Field(default_factory=dict)
    """What a password must be like."""
    history: Mapping[Line, Scalar] = Field(default_factory=dict)
    """Old passwords that are barred."""
    unix: Mapping[Line, Scalar] = Field(default_factory=dict)
    """No empty passwords, how passwords are stored."""
    wheel: Mapping[Line, Scalar] = Field(default_factory=dict)
    """Who may use su."""
    code: Mapping[Line, Scalar] = Field(default_factory=dict)
    """Who must give a one-time code over SSH."""
    session: Mapping[Line, Scalar] = Field(default_factory=dict)
    """When shells end, what new files allow."""
    limits: Mapping[Line, Scalar] = Field(default_factory=dict)
    """What a process or a person may use at most."""


class AccountItem(ItemBase):
    """Accounts: what none of them may be, and how they age."""

    usual_batch: ClassVar[Batch] = "accounts"
    kind: Literal["account"]
    what: Literal[
        "empty-password",
        "shadowed",
        "password-hash",
        "uid-zero",
        "gid-zero",
        "duplicate-name",
        "duplicate-uid",
        "duplicate-gid",
        "duplicate-group",
        "missing-group",
        "legacy-entries",
        "group-empty",
        "ageing",
        "ageing-people",
        "future-change",
        "system-locked",
        "system-shell",
        "root-password",
        "root-path",
        "root-umask",
        "home-exists",
        "home-mode",
        "dot-files",
        "dormant",
    ]
    """What is asked."""
    values: Mapping[Line, Scalar | tuple[Line, ...]] = Field(default_factory=dict)
    """Its figures."""
    allow: Lines = ()
    """Accounts or groups that are excepted."""


class SudoItem(ItemBase):
    """sudo: its defaults, and what no rule of it may grant."""

    usual_batch: ClassVar[Batch] = "accounts"
    kind: Literal["sudo"]
    defaults: Mapping[Line, Scalar] = Field(default_factory=dict)
    """Defaults that are set."""
    nopasswd: Literal["forbid", "report"] | Line | None = None
    """Rules that ask for no password; the operator's and those of `allow` are excepted."""
    authenticate: bool | None = None
    """True: no rule turns authentication off."""
    remove: bool | Line | None = None
    """Whether a forbidden tag is taken out of its line, and not only reported."""
    allow: Lines = ()
    """Names that are excepted."""


class Opening(Model):
    """Traffic that is let in or out."""

    proto: Literal["tcp", "udp", "icmp"]
    """Its protocol."""
    port: int | Line | tuple[int | Line, ...] | None = None
    """Port, range as in 8000-8010, or a list."""
    sources: Annotated[tuple[Line, ...], Field(alias="from")] = ()
    """From where (CIDR); empty: from everywhere."""
    to: tuple[Line, ...] = ()
    """Of what is let out, where to; empty: everywhere."""


class NftablesItem(ItemBase):
    """The host's packet filter: refuses by default, lets the management zone and the host's flows in."""

    usual_batch: ClassVar[Batch] = "firewall"
    kind: Literal["nftables"]
    table: Line = "govcloud"
    """The table that is ours; others are left alone."""
    management: Lines = ()
    """Networks (CIDR) that administrators come from: they reach SSH, whatever else holds."""
    allow: tuple[Opening, ...] | Line = ()
    """What else is let in."""
    input: Literal["drop"] = "drop"
    """What becomes of what nothing lets in."""
    forward: Literal["drop", "accept", "leave"] | Line = "drop"
    """What becomes of packets that are only passing; leave: no forward chain is ours."""
    output: Literal["leave", "drop"] | Line = "leave"
    """What becomes of packets that the host sends."""
    allow_out: tuple[Opening, ...] | Line = ()
    """Where output is drop, what is let out."""
    log: Number | None = None
    """Refused packets a minute that are logged; 0 for none."""
