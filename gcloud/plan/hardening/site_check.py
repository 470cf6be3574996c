"""What a site says of hardening, held against the baselines: what means nothing, what is too weak.

Hosts, groups and zones by name are the model's to check; here it is what only the
baselines know.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from gcloud.model.baseline.catalogue import Baselines
from gcloud.model.baseline.words import Value
from gcloud.model.load import LoadedSite
from gcloud.model.near import suggest
from gcloud.model.policy import HOST_SUBJECTS
from gcloud.model.problem import Path, Problem
from gcloud.model.selectors import select
from gcloud.model.shown import shown
from gcloud.model.tenants.person import PersonRole
from gcloud.plan.hardening.compile import Compiler, unknown_control
from gcloud.plan.hardening.fault import Fault, WishInvalid
from gcloud.plan.hardening.hosts import Estate, Machine
from gcloud.plan.hardening.wish import HostWish
from gcloud.plan.tenants.roster import people


def hardening_problems(loaded: LoadedSite, hosts: Estate, baselines: Baselines) -> Iterator[Problem]:
    """All that is wrong with a site's parameters of controls and waivers of them.

    Args:
        loaded: the site; its hosts have no unknown roles.
        hosts: its hosts.
        baselines: the controls, profiles and roles.
    """
    yield from _waivers(loaded, baselines)
    unknown = [*_unknown(loaded, baselines)]
    yield from unknown
    if not unknown:
        yield from _values(loaded, hosts, baselines)


def _waivers(loaded: LoadedSite, baselines: Baselines) -> Iterator[Problem]:
    roster = people(loaded.site)
    for index, waiver in enumerate(loaded.site.waivers):
        if waiver.subject.partition("/")[0] not in HOST_SUBJECTS:
            continue
        if waiver.rule not in baselines.controls:
            yield _placed(loaded, ("waivers", index, "rule"), unknown_control((), waiver.rule, baselines))
        if PersonRole.APPROVER not in roster[waiver.approver].roles:
            approvers = [name for name, one in roster.items() if PersonRole.APPROVER in one.roles]
            yield loaded.problem(
                ("waivers", index, "approver"),
                "waiver.approver",
                f"{waiver.approver} is no approver",
                suggest(waiver.approver, approvers, "name somebody of the roster with the role approver"),
            )


def _unknown(loaded: LoadedSite, baselines: Baselines) -> Iterator[Problem]:
    for index, own in enumerate(loaded.site.hardening.parameters):
        way: Path = ("hardening", "parameters", index)
        control = baselines.controls.get(own.control)
        if control is None:
            fault = unknown_control((), own.control, baselines)
            yield _placed(loaded, (*way, "control"), fault)
        elif own.parameter not in control.parameters:
            there = control.parameters
            yield loaded.problem(
                (*way, "parameter"),
                "parameter.unknown",
                f"{own.control} has no parameter {shown(own.parameter)}",
                suggest(own.parameter, there, f"known are: {', '.join(there)}")
                if there
                else "remove it: it has none",
            )


def _values(loaded: LoadedSite, hosts: Estate, baselines: Baselines) -> Iterator[Problem]:
    """Values that don't fit or are weaker than what a host is asked for; each told once, of the first."""
    compiler = Compiler(baselines, date.max)
    told: set[int] = set()
    for machine in hosts.machines.values():
        index_of, values = _own(loaded, hosts, machine)
        wish = HostWish(
            machine.name,
            loaded.site.profile,
            machine.level,
            loaded.site.hardening.depth,
            machine.roles,
            parameters=values,
        )
        try:
            compiler.compile(wish)
        except WishInvalid as error:
            for fault in error.faults:
                index = index_of.get((str(fault.at[1]), str(fault.at[2])))
                if index is not None and index not in told:
                    told.add(index)
                    place: Path = ("hardening", "parameters", index, "value")
                    yield _placed(loaded, place, fault, f" (host {machine.name}, level {machine.level})")


def _own(
    loaded: LoadedSite, hosts: Estate, machine: Machine
) -> tuple[dict[tuple[str, str], int], Mapping[str, Mapping[str, Value]]]:
    """The site's own values for a host, and which entry gives each; of two the later one counts."""
    entries: dict[tuple[str, str], int] = {}
    values: dict[str, dict[str, Value]] = {}
    for index, own in enumerate(loaded.site.hardening.parameters):
        if not own.hosts or machine.name in select(own.hosts, hosts.groups).names:
            entries[own.control, own.parameter] = index
            values.setdefault(own.control, {})[own.parameter] = own.value
    return entries, values


def _placed(loaded: LoadedSite, way: Path, fault: Fault, where: str = "") -> Problem:
    return loaded.problem(way, fault.rule, f"{fault.what}{where}", fault.instead)
