"""A control: one thing that is so on a safe host, why, and what on the host makes it so."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from gcloud.model.base import Model
from gcloud.model.baseline.items.union import Item
from gcloud.model.baseline.parameter import Given, Parameter
from gcloud.model.baseline.words import Both, CisNumber, ControlId, RuleId
from gcloud.model.numbers import Flag
from gcloud.model.wrong import wrong

SystemName = Literal["debian-12", "debian-13"]
Family = Literal["authentication", "access", "logging", "intrusion", "malware", "updates", "wiping"]
Severity = Literal["high", "medium", "low"]


class Applies(Model):
    """Where a control applies; elsewhere it is not applicable, with this as the reason."""

    system: tuple[SystemName, ...] = ()
    """Only on these systems; empty: on all."""
    container: Flag = True
    """Whether it applies in a container too, which has no kernel, boot loader or mounts of its own."""
    roles: tuple[ControlId, ...] = ()
    """Only on hosts with one of these roles; empty: on all."""
    roles_not: tuple[ControlId, ...] = ()
    """Not on hosts with one of these roles."""
    given: tuple[Given, ...] = ()
    """Only where the site gives all of these."""
    given_not: tuple[Given, ...] = ()
    """Not where the site gives one of these."""


class Control(Model):
    """One control of the catalogue."""

    id: Annotated[ControlId, Field(examples=["ssh-root-login"])]
    """Its name, stable: profiles, waivers and results name it."""
    family: Annotated[Family, Field(examples=["access"])]
    """The family that the standard's server part puts it in."""
    title: Both
    """What is so, in a few words."""
    text: Both
    """What and why, in one or two sentences of our own."""
    severity: Annotated[Severity, Field(examples=["high"])]
    """How much its absence matters."""
    breaks: Both | None = None
    """What it may break."""
    reboot: Flag = False
    """Whether it is fully in force only after the host has started again."""
    cis: Mapping[SystemName, tuple[CisNumber, ...]] = Field(default_factory=dict)
    """The recommendations of the CIS benchmarks that it covers, by system."""
    rules: tuple[RuleId, ...] = ()
    """The rules of ComplianceAsCode that it covers: what OpenSCAP reports."""
    parameters: Mapping[ControlId, Parameter] = Field(default_factory=dict)
    """What a level, a role or a site may set."""
    only: Applies = Applies()
    """Where it applies."""
    items: tuple[Item, ...] = ()
    """What on the host makes it so."""
    manual: Both | None = None
    """Without items: why no program can check it, and what a person does."""

    @model_validator(mode="after")
    def _is_checked_or_says_why_not(self) -> Self:
        if bool(self.items) == (self.manual is not None):
            raise wrong(
                "control.items",
                f"{self.id} has {'both items and manual' if self.items else 'neither items nor manual'}",
                "write items, or manual with the reason why no program can check it",
                "manual" if self.items else "",
            )
        return self
