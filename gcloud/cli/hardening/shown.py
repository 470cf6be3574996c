"""What came of a run over hosts, for people: one table, and what needs an eye."""

from collections.abc import Iterable

from gcloud.cli.surface import Surface
from gcloud.cli.table import show_table
from gcloud.cli.words import count
from gcloud.deploy.hardening.answers import Answers
from gcloud.plan.hardening.gather import expired_waivers
from gcloud.plan.hardening.results import HostResult

_COLUMNS = (
    "Host", "System", "Level", "Score", "Pass", "Fail", "Waived", "N/A", "Unseen", "Changed", "What happened",
)  # fmt: skip


def show_hosts(surface: Surface, hosts: Iterable[HostResult]) -> None:
    """Write the table, and below it what to do about hosts that went no further.

    Args:
        surface: the command's surface.
        hosts: what came of each.
    """
    hosts = list(hosts)
    show_table(surface, _COLUMNS, [_row(one) for one in hosts])
    for one in hosts:
        if one.problem is not None:
            surface.text(f"{surface.styled(one.host, fg='red')}: {one.problem.message}")
            if one.problem.hint:
                surface.text(f"    {one.problem.hint}")
        for control in expired_waivers(one):
            day = control.waiver.expires_on if control.waiver else ""
            surface.text(f"{surface.styled(one.host, fg='red')}: the waiver of {control.id} expired on {day}")
        for undone in one.undone:
            surface.text(f"{surface.styled(one.host, fg='yellow')}: {undone.batch} was undone: {undone.why}")


def show_controls(surface: Surface, hosts: Iterable[HostResult], *, most: int) -> None:
    """Write which controls fail or could not be seen, with the first hosts of each.

    Args:
        surface: the command's surface.
        hosts: what came of each.
        most: so many hosts of a control are named.
    """
    by_control: dict[tuple[str, str], list[str]] = {}
    said: dict[tuple[str, str], str] = {}
    for host in hosts:
        if not host.reached:
            continue
        for one in host.controls:
            if one.verdict == "fail" or (one.verdict == "not-checked" and not one.procedural):
                by_control.setdefault((one.verdict, one.id), []).append(host.host)
                said.setdefault((one.verdict, one.id), one.why or f"is {one.have}, must be {one.want}")
    for (verdict, control), names in sorted(by_control.items()):
        color = "red" if verdict == "fail" else "yellow"
        more = f" and {len(names) - most} more" if len(names) > most else ""
        surface.text(f"{surface.styled(verdict, fg=color)} {control}  {', '.join(names[:most])}{more}")
        surface.text(f"    {said[verdict, control]}", dim=True)


def show_changes(
    surface: Surface, hosts: Iterable[HostResult], answers: dict[str, Answers], *, diff: bool
) -> None:
    """Write what was changed on each host, or would be.

    Args:
        surface: the command's surface.
        hosts: what came of each.
        answers: what each answered.
        diff: line by line.
    """
    for host in hosts:
        for change in host.changes:
            surface.text(f"{host.host}: {change.what}  ({change.id})")
        for setback in answers[host.host].setbacks if host.host in answers else ():
            word = surface.styled("not brought about", fg="yellow")
            surface.text(f"{host.host}: {word}: {setback.why}  ({setback.id})")
        if diff and host.host in answers:
            for one in answers[host.host].diffs:
                _diff(surface, one)


def _diff(surface: Surface, one: dict[str, object]) -> None:
    import difflib  # noqa: PLC0415 - only --diff needs it

    before, after = (str(one.get(side) or "").splitlines() for side in ("before", "after"))
    heads = (str(one.get("before_header") or "before"), str(one.get("after_header") or "after"))
    for line in difflib.unified_diff(before, after, *heads, lineterm="", n=1):
        color = {"+": "green", "-": "red"}.get(line[:1])
        surface.text(f"    {line}", fg=color)


def _row(one: HostResult) -> tuple[str, ...]:
    counts = one.counts()
    score = "" if one.score.overall is None else f"{one.score.overall:.1f}"
    happened = one.problem.kind if one.problem else "undone" if one.undone else "ok"
    if not one.reached:
        return (one.host, "", str(one.level or ""), *[""] * 7, happened)
    figures = [counts[name] for name in ("pass", "fail", "waived", "not-applicable", "not-checked")]
    return (
        *(one.host, one.system or "", str(one.level), score),
        *map(str, figures),
        *(str(len(one.changes)), happened),
    )


def summary(hosts: Iterable[HostResult]) -> str:
    """The last line: how many hosts, how many of them are not through."""
    hosts = list(hosts)
    stuck = [one for one in hosts if one.problem is not None]
    fails = sum(one.counts()["fail"] for one in hosts)
    changed = sum(len(one.changes) for one in hosts)
    parts = [f"{count(len(hosts), 'host')}: {count(changed, 'change')}, {fails} controls fail"]
    parts += [f"{count(len(stuck), 'host')} not done"] if stuck else []
    return ", ".join(parts) + "."
