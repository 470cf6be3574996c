"""What is open on hosts and what came of a run, for people: tables, and what needs an eye."""

from collections.abc import Mapping, Sequence

from gcloud.cli.surface import Surface
from gcloud.cli.table import show_table
from gcloud.cli.words import count
from gcloud.deploy.hardening.patching.sweep import Said
from gcloud.model.few import few
from gcloud.plan.hardening.patching.findings import HostFindings, total
from gcloud.plan.hardening.patching.tracker import SEVERITIES

_NAMED = 6


def show_open(surface: Surface, hosts: Sequence[HostFindings], *, tracked: bool) -> None:
    """Write what is open: a line a host, then each package with the hosts that have it.

    Args:
        surface: the command's surface.
        hosts: what is open on each.
        tracked: severities are known.
    """
    show_table(
        surface,
        ("Host", "System", *(word.capitalize() for word in SEVERITIES), "Other", "Held", "Reboot", "Remarks"),
        [_row(one) for one in hosts],
    )
    by_update: dict[tuple[str, str, str, str], list[str]] = {}
    for host in hosts:
        for one in host.updates:
            if one.update.security:
                key = (one.severity, one.update.package, one.update.new, one.update.origin)
                by_update.setdefault(key, []).append(host.host)
    order = sorted(by_update, key=lambda key: (SEVERITIES.index(key[0]), key[1:]))
    rows = [(key[1], key[2], key[0], key[3], few(by_update[key], _NAMED)) for key in order]
    show_table(surface, ("Package", "To", "Severity", "From", "Hosts"), rows)
    if not tracked and rows:
        surface.text("Severities are unknown without --tracker FILE.", dim=True)


def show_waves(surface: Surface, waves: Sequence[Sequence[str]]) -> None:
    """Write in which order hosts are patched."""
    for number, names in enumerate(waves, 1):
        surface.text(f"wave {number}: {', '.join(names)}")


def show_problems(surface: Surface, said: Mapping[str, Said]) -> None:
    """Write why hosts are not done, and what to do about it."""
    for name, one in said.items():
        if one.problem is not None:
            surface.text(f"{surface.styled(name, fg='red')}: {one.problem.message}")
            if one.problem.hint:
                surface.text(f"    {one.problem.hint}")


def show_done(surface: Surface, said: Mapping[str, Said], held: Sequence[str]) -> None:
    """Write what came of each host.

    Args:
        surface: the command's surface.
        said: what each said that was turned to.
        held: hosts that were not touched because of one that stands in for them.
    """
    rows = [_done(name, one) for name, one in said.items()]
    rows += [(name, "", "", "", "", "held back: one that stands in for it is not well") for name in held]
    show_table(surface, ("Host", "Updated", "Restarted", "Kept", "Rebooted", "What happened"), rows)
    for name, one in said.items():
        for path in one.first.kept if one.first else ():
            surface.text(f"{name}: {path} is the operator's and stayed; the package's is beside it.")
        for why in one.last.reboot.why if one.last else ():
            surface.text(f"{name} needs a reboot: {why}")


def summary(hosts: Sequence[HostFindings]) -> str:
    """The line that says how much is open."""
    found = total(hosts)
    named = ", ".join(f"{number} {severity}" for severity, number in found.items() if number)
    unseen = sum(one.state is None for one in hosts)
    parts = [f"{count(sum(found.values()), 'security update')} open on {count(len(hosts), 'host')}"]
    parts += [named] if named else []
    parts += [f"{count(unseen, 'host')} could not be seen"] if unseen else []
    return "; ".join(parts) + "."


def _row(one: HostFindings) -> tuple[str, ...]:
    if one.state is None:
        kind = one.problem.kind if one.problem else "unknown"
        return (one.host, "", *[""] * len(SEVERITIES), "", "", "", kind)
    state = one.state
    remarks = [one.problem.kind] if one.problem else []
    remarks += ["dpkg half way"] if state.unfinished else []
    remarks += ["guard pending"] if state.guard else []
    remarks += [f"{len(state.restarts)} to restart"] if state.restarts else []
    counts = [str(one.counts[severity]) if one.counts[severity] else "" for severity in SEVERITIES]
    other = sum(not update.update.security for update in one.updates)
    held = sum(bool(update.update.held) for update in one.updates)
    reboot = "needed" if state.reboot.needed else ""
    return (one.host, state.system, *counts, str(other or ""), str(held or ""), reboot, ", ".join(remarks))


def _done(name: str, one: Said) -> tuple[str, ...]:
    happened = one.problem.kind if one.problem else "ok"
    if one.first is None:
        return (name, "", "", "", "", happened)
    changed = len(one.first.updated) + len(one.first.also)
    return (
        name,
        str(changed),
        str(len(one.first.restarted)),
        str(len(one.first.kept)),
        "yes" if one.rebooted else "",
        happened,
    )
