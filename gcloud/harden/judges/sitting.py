"""Has hosts judged. Nothing is installed on them: the judges come in a folder in memory, and go with it."""

import subprocess
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from gcloud.errors import GovCloudError
from gcloud.harden.errors import RunError
from gcloud.harden.judges.reading import read_lynis, read_openscap, read_ssh_audit
from gcloud.harden.judges.report import Judgement, SshAudit
from gcloud.harden.judges.target import Target

OPENSCAP, LYNIS, SSH_AUDIT = "openscap", "lynis", "ssh-audit"
JUDGES = (OPENSCAP, LYNIS, SSH_AUDIT)
PROFILES = {"cis-l1": "cis_level1_server", "cis-l2": "cis_level2_server"}
SYSTEMS = {"debian12": "debian-12", "debian13": "debian-13"}
"""Name of OpenSCAP's content → ours."""
PLACE = "/run/govcloud-judge"
ROOM = "512m"
_ASK = ". /etc/os-release; echo $ID$VERSION_ID"


def judge(
    hosts: Sequence[Target],
    kit: Path,
    *,
    judges: Collection[str],
    profiles: Sequence[str],
    tell: Callable[[str, str], None],
    at_once: int = 2,
) -> tuple[Judgement, ...]:
    """Have hosts judged; one that can't be does not keep the others from it.

    Args:
        hosts: which.
        kit: a tar file of the judges that run on the host.
        judges: who judges.
        profiles: by what OpenSCAP does.
        tell: told a host's name and what is being done there, from other threads.
        at_once: how many hosts.

    Returns:
        A judgement a host, in the hosts' order.
    """

    def one(host: Target) -> Judgement:
        try:
            return _judge(host, kit, judges, profiles, lambda what: tell(host.name, what))
        except (GovCloudError, ValueError) as error:
            tell(host.name, "failed")
            return Judgement(host.name, problem=str(error))

    with ThreadPoolExecutor(max_workers=at_once) as pool:
        return tuple(pool.map(one, hosts))


def _judge(
    host: Target, kit: Path, judges: Collection[str], profiles: Sequence[str], tell: Callable[[str], None]
) -> Judgement:
    content = host.run(_ASK).strip()
    if content not in SYSTEMS:
        raise RunError(f"{host.name} runs {content}: there are judges for {', '.join(SYSTEMS.values())}")
    # from outside first: what follows opens connections that a strict sshd counts
    seen = _from_outside(host, tell) if SSH_AUDIT in judges else None
    found, lynis = [], None
    if {OPENSCAP, LYNIS} & set(judges):
        tell("brings the judges")
        with _judges_on(host, kit):
            for profile in profiles if OPENSCAP in judges else ():
                tell(f"{OPENSCAP} {profile}")
                text = host.run(f"sudo -n sh {PLACE}/judge.sh openscap {content} {PROFILES[profile]}")
                found.append(read_openscap(profile, text))
            if LYNIS in judges:
                tell(LYNIS)
                lynis = read_lynis(host.run(f"sudo -n sh {PLACE}/judge.sh lynis"))
    tell("judged")
    return Judgement(host.name, SYSTEMS[content], tuple(found), lynis, seen)


def _from_outside(host: Target, tell: Callable[[str], None]) -> SshAudit:
    if not host.direct:
        raise RunError(
            f"{host.name} is behind a jump host: ssh-audit goes straight", hint="--with openscap,lynis"
        )
    tell(SSH_AUDIT)
    program = str(Path(sys.executable).with_name("ssh-audit"))
    done = subprocess.run(
        [program, "--json", "--skip-rate-test", "--port", str(host.port), host.address],
        capture_output=True,
        text=True,
        check=False,
    )
    return read_ssh_audit(done.stdout)


@contextmanager
def _judges_on(host: Target, kit: Path) -> Iterator[None]:
    # what a killed sitting left goes first
    clear = f"umount -l {PLACE} 2>/dev/null; rm -rf {PLACE}"
    room = f"mkdir -m 0700 {PLACE} && mount -t tmpfs -o size={ROOM},mode=0700,exec govcloud-judge {PLACE}"
    host.run(f"sudo -n sh -c '{clear}; {room} && tar -C {PLACE} -xf -'", feed=kit)
    try:
        yield
    finally:
        host.run(f"sudo -n sh -c '{clear}'")
