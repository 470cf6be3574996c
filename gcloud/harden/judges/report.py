"""What judges say of hosts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """Something that a judge does not like.

    Args:
        id: the judge's own name of it.
        title: what it is, in the judge's words.
    """

    id: str
    title: str


@dataclass(frozen=True)
class OpenScap:
    """OpenSCAP by one profile.

    Args:
        profile: ``cis-l1`` or ``cis-l2``.
        passed: rules that hold.
        failed: rules that do not.
        others: rules by another result (``notapplicable``, ``notchecked``, ...) → how many.
    """

    profile: str
    passed: tuple[str, ...]
    failed: tuple[Finding, ...]
    others: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Lynis:
    """Lynis.

    Args:
        index: its hardening index, 0 to 100.
        tests: how many it made.
        warnings: what it warns of.
        suggestions: what it suggests.
    """

    index: int
    tests: int
    warnings: tuple[Finding, ...]
    suggestions: tuple[Finding, ...]


@dataclass(frozen=True)
class SshAudit:
    """ssh-audit, from outside.

    Args:
        failed: algorithms and keys it holds for broken; once for each reason.
        warned: those it holds for weak; once for each reason.
    """

    failed: tuple[Finding, ...]
    warned: tuple[Finding, ...]


@dataclass(frozen=True)
class Judgement:
    """What was said of a host.

    Args:
        host: its name in the inventory.
        system: e.g. ``debian-12``; empty where it could not be asked.
        openscap: by profile; empty where not asked for.
        lynis: None where not asked for.
        ssh_audit: None where not asked for.
        problem: why it could not be judged; empty where it was.
    """

    host: str
    system: str = ""
    openscap: tuple[OpenScap, ...] = ()
    lynis: Lynis | None = None
    ssh_audit: SshAudit | None = None
    problem: str = ""
