"""``govcloud hosts trust``: is this the host that it says it is?"""

from pathlib import Path
from typing import Any

import click

from gcloud.cli.confirm import confirmed
from gcloud.cli.hardening.options import hosts_argument, key_option, site_option, where
from gcloud.cli.options import common, example
from gcloud.cli.surface import Surface
from gcloud.cli.words import count
from gcloud.deploy.examine import usable
from gcloud.deploy.hardening.of_site import access
from gcloud.deploy.hardening.targets import chosen
from gcloud.deploy.hardening.trust import Trust, Unvouched, Vouched, unreachable
from gcloud.errors import ExitCode
from gcloud.harden.keys.key import HostKey
from gcloud.harden.keys.known_hosts import NAME, KnownHosts
from gcloud.plan.hardening.hosts import Machine, estate
from gcloud.plan.hardening.results import HostProblem


@click.command(
    epilog=example(
        "govcloud hosts trust all --site examples/ha-tinh",
        "govcloud hosts trust hypervisor-1 --fingerprint SHA256:vakREMYecM64q4O94Ufx6oME48z+sLQ8sg45dnz+xYI",
        "govcloud hosts trust lgsp-db --replace",
    )
)
@hosts_argument
@site_option
@key_option
@click.option(
    "--fingerprint",
    "fingerprints",
    multiple=True,
    metavar="SHA256:...",
    help="A key that is right, for CI; read it at the host's console. May be given again.",
)
@click.option(
    "--replace", is_flag=True, help="Ask anew about hosts that are known: they were installed anew."
)
@common
def trust(
    surface: Surface,
    words: tuple[str, ...],
    site: Path | None,
    key: Path | None,
    fingerprints: tuple[str, ...],
    *,
    replace: bool,
) -> int:
    """Vouch for the host keys of hosts that nobody knows yet.

    What the site has on record, and what a server of the cloud has told on its console, is
    vouched for without a question. Of any other host its keys are shown, and you are asked:
    compare them with what `ssh-keygen -l -f /etc/ssh/ssh_host_ed25519_key.pub` says at its
    console. They are kept in the site's known_hosts; commit it.

    Exit code 4 if a host is not trusted afterwards.
    """
    folder = where(site)
    loaded = usable(folder)
    found = estate(loaded.site)
    names = chosen(words, found.groups)
    known = KnownHosts(folder / NAME)
    asker = Trust(loaded.site, found, known, access(folder, key))
    asked = tuple(found.machines[name] for name in names) if replace else asker.unknown(names)
    answers = asker.vouch(asked)
    told: list[dict[str, Any]] = []
    for machine in asked:
        answer = answers[machine.name]
        if isinstance(answer, Unvouched) and not machine.fingerprints:
            answer = _ask(surface, asker, machine, fingerprints, answer)
            if isinstance(answer, Vouched):
                asker.learn({machine.name: answer.keys})
        told.append(_told(surface, machine, answer))
    told += [
        {"host": name, "source": "known", "keys": _prints(known.keys(name)), "problem": None}
        for name in names
        if name not in answers
    ]
    open_ = [one for one in told if one["problem"]]
    surface.text(f"{count(len(told) - len(open_), 'host')} trusted, {len(open_)} not.", bold=True)
    return surface.finish(
        {"site": str(folder), "known_hosts": str(known.file), "hosts": told},
        ExitCode.REFUSED if open_ else ExitCode.OK,
    )


def _ask(
    surface: Surface, asker: Trust, machine: Machine, fingerprints: tuple[str, ...], before: Unvouched
) -> Vouched | Unvouched:
    shown = asker.offered(machine)
    if not shown.keys:
        return Unvouched((), unreachable(machine, shown.why))
    right = tuple(key for key in shown.keys if key.fingerprint in fingerprints)
    if right:
        return Vouched(right, "approval")
    if fingerprints:
        problem = HostProblem(
            "host-key",
            f"It shows {', '.join(_prints(shown.keys))}, and none of these was named by --fingerprint.",
            "Find out at its console which key is right.",
        )
        return Unvouched(shown.keys, problem)
    surface.note(
        f"{machine.name} ({machine.address} port {machine.port}): {before.problem.message} It shows:"
    )
    for key in shown.keys:
        surface.note(f"  {key.kind:20} {key.fingerprint}")
    if confirmed(surface, f"Are these the keys of {machine.name}?", yes=False):
        return Vouched(shown.keys, "approval")
    problem = HostProblem("host-key", "Its keys were not approved.", "Compare them at its console.")
    return Unvouched(shown.keys, problem)


def _told(surface: Surface, machine: Machine, answer: Vouched | Unvouched) -> dict[str, Any]:
    if isinstance(answer, Vouched):
        prints = _prints(answer.keys)
        surface.text(f"{machine.name}: trusted by {_BY[answer.source]}: {', '.join(prints)}")
        return {"host": machine.name, "source": answer.source, "keys": prints, "problem": None}
    problem = answer.problem
    surface.text(f"{surface.styled(machine.name, fg='red')}: {problem.message}")
    surface.text(f"    {problem.hint}")
    return {
        "host": machine.name,
        "source": None,
        "keys": _prints(answer.offered),
        "problem": {"kind": problem.kind, "message": problem.message, "hint": problem.hint},
    }


_BY = {"site": "the site's record", "console": "its console", "approval": "approval"}


def _prints(keys: tuple[HostKey, ...]) -> list[str]:
    return [key.fingerprint for key in keys]
