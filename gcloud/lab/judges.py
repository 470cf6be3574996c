"""The judges that run on a host, fetched from Debian and put into one file.

They come by an APT of their own in a folder of its own, checked by Debian's
keyring: nothing is installed on this machine, and its APT is not touched.
"""

import hashlib
import shutil
import subprocess
import tarfile
from collections.abc import Iterable
from pathlib import Path

from filelock import FileLock

import gcloud.harden.judges
from gcloud.lab import packages
from gcloud.lab.errors import LabError
from gcloud.lab.hosts.context import HostsLab
from gcloud.lab.hosts.mirrors import KEYRING, archive
from gcloud.lab.run import run
from gcloud.lab.service import Command

SCANNER_SUITE = "bookworm"
CONTENT_SUITE = "sid"
"""Where rules for Debian 12 and 13 are, by CIS: stable's own know neither."""
CONTENT = ("ssg-debian12-ds.xml", "ssg-debian13-ds.xml")
NEEDED = ("mmdebstrap", "debian-archive-keyring")
LEFT_OUT = "skip-test=CRYP-7902\n"
"""It starts a dpkg-query for each certificate of each authority: minutes for nothing."""
SCRIPT = Path(gcloud.harden.judges.__file__).with_name("judge.sh")
FOREVER = 'Acquire::Check-Valid-Until "false"'
PATIENCE = 900


def kit(lab: HostsLab) -> Path:
    """A tar file with OpenSCAP, its rules and Lynis; made if it is not there.

    Raises:
        StepError: Debian's mirrors do not have them.
    """
    of = SCRIPT.read_text(), SCANNER_SUITE, CONTENT_SUITE, *CONTENT, LEFT_OUT
    digest = hashlib.sha256("\n".join(of).encode()).hexdigest()[:12]
    made = lab.settings.cache / f"judges-{digest}.tar"
    if made.is_file():
        return made
    for folder in (lab.settings.cache, lab.settings.run, lab.settings.log):
        folder.mkdir(parents=True, exist_ok=True)
    with FileLock(lab.settings.cache / "judges.lock"):
        if not made.is_file():
            _make(lab, made)
    return made


def _make(lab: HostsLab, made: Path) -> None:
    if packages.missing(NEEDED):
        packages.refresh(lab)
        packages.install(lab, NEEDED)
    work = lab.settings.cache / "judges.new"
    shutil.rmtree(work, ignore_errors=True)
    scanner = _fetch(lab, work / "scanner", SCANNER_SUITE, "openscap-scanner")
    content = _fetch(lab, work / "content", CONTENT_SUITE, "lynis,ssg-debian")
    folder = work / "kit"
    _scanner(scanner, folder)
    (folder / "content").mkdir()
    for name in CONTENT:
        shutil.copy(content / "usr/share/xml/scap/ssg/content" / name, folder / "content")
    shutil.copytree(content / "usr/share/lynis", folder / "lynis")
    shutil.copy(content / "usr/sbin/lynis", folder / "lynis")
    shutil.copytree(content / "etc/lynis", folder / "lynis", dirs_exist_ok=True)
    (folder / "lynis/custom.prf").write_text(LEFT_OUT)
    shutil.copy(SCRIPT, folder)
    file = work / "kit.tar"
    with tarfile.open(file, "w") as out:
        out.add(folder, ".", filter=_root)
    file.rename(made)
    shutil.rmtree(work)


def _fetch(lab: HostsLab, root: Path, suite: str, names: str) -> Path:
    root.parent.mkdir(parents=True, exist_ok=True)
    sources = root.with_suffix(".list")
    sources.write_text(f"deb {archive()} {suite} main\n")
    # sid is signed for a week only; a mirror that stands still is no danger to what only looks
    options = (
        'APT::Install-Recommends "false"',
        'Acquire::Languages "none"',
        FOREVER,
    )
    argv = (
        *("mmdebstrap", "--quiet", "--mode=root", "--variant=extract", f"--include={names}"),
        *(f"--keyring={KEYRING}", *(f"--aptopt={option}" for option in options)),
        *(suite, str(root), str(sources)),
    )
    variables = {"TMPDIR": "/tmp"}  # noqa: S108 - mmdebstrap's own way
    run(lab, Command(f"fetch-{suite}", argv, variables, inherit=True, timeout=PATIENCE))
    return root


def _scanner(root: Path, folder: Path) -> None:
    """Copy the scanner with the libraries that it needs, its loader among them."""
    program = root / "usr/bin/oscap"
    libraries = (*root.glob("lib/*-linux-gnu"), *root.glob("usr/lib/*-linux-gnu"), root / "usr/lib")
    (loader,) = root.glob("lib*/ld-linux*")
    (engine,) = root.glob("usr/lib/*-linux-gnu/libopenscap_sce.so.[0-9][0-9]")
    (folder / "lib").mkdir(parents=True)
    shutil.copy(program, folder)
    shutil.copy(loader, folder / "lib")
    shutil.copy(engine, folder / "lib")
    for needed in sorted(_needed(loader, libraries, (program, engine))):
        shutil.copy(needed, folder / "lib")
    for part in ("cpe", "xsl"):  # not the schemas, of 65 MB: Debian has validated its rules
        shutil.copytree(root / "usr/share/openscap" / part, folder / "openscap" / part)


def _needed(loader: Path, libraries: Iterable[Path], programs: Iterable[Path]) -> Iterable[Path]:
    for program in programs:
        command = [str(loader), "--library-path", ":".join(map(str, libraries)), "--list", str(program)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise LabError(f"{program.name} cannot be started: {done.stderr.strip()}")
        for line in done.stdout.splitlines():
            _, arrow, place = line.partition(" => ")
            if arrow:
                yield Path(place.split()[0])


def _root(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = "root"
    return entry
