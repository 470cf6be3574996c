"""A mirror of a few packages that a test makes: version 1.0 is installed, 1.1 is open."""

import hashlib
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

DPKG_DEB = "/usr/bin/dpkg-deb"
PROGRAM = "/bin/sleep"
"""A program that a test's services run, under names of their own."""

_UNIT = """\
[Unit]
Description=Test service {name}
[Service]
ExecStart=/usr/lib/{name}/{name} infinity
[Install]
WantedBy=multi-user.target
"""
_RELEASE = "Origin: Test\nLabel: {label}\nSuite: {suite}\nCodename: {suite}\nArchitectures: amd64\nSHA256:\n"


@dataclass(frozen=True)
class Made:
    """A package: a service, and what is particular about its new version."""

    name: str
    files: dict[str, str] = field(default_factory=dict)
    newer: dict[str, str] = field(default_factory=dict)
    postinst: str = ""
    broken: bool = False
    """The new version's service fails at once."""
    suite: str = "security"


def build(packages, folder):
    """Make both versions of each package and a mirror of the new ones.

    Returns:
        The folder `old` with the .deb files of version 1.0; the mirror is in `mirror` beside it.
    """
    for package in packages:
        _deb(package, "1.0", folder / "old")
        _deb(package, "1.1", folder / "mirror" / "pool" / package.suite)
    for suite, label in (("security", "Debian-Security"), ("stable", "Debian")):
        _index(folder / "mirror", suite, label)
    return folder / "old"


def settle(host, folder):
    """Put a mirror on a host as its only one, and its old packages' services into work."""
    root = host.lab.home(host.name) / "root"
    shutil.copytree(folder, root / "srv/test", dirs_exist_ok=True)
    for file in (root / "etc/apt").glob("sources.list*"):
        shutil.rmtree(file) if file.is_dir() else file.unlink()
    (root / "etc/apt/sources.list").write_text(
        "deb [trusted=yes] file:/srv/test/mirror security main\n"
        "deb [trusted=yes] file:/srv/test/mirror stable main\n"
    )
    host.inside("/bin/sh", "-c", "dpkg -i /srv/test/old/*.deb && systemctl daemon-reload")
    names = [file.name.partition("_")[0] for file in sorted((folder / "old").glob("*.deb"))]
    host.inside("/usr/bin/systemctl", "enable", "--now", *names)


def _deb(package, version, folder):
    folder.mkdir(parents=True, exist_ok=True)
    root = folder / f"{package.name}-{version}"
    new = version != "1.0"
    texts = {
        "DEBIAN/control": (
            f"Package: {package.name}\nVersion: {version}\nArchitecture: amd64\n"
            "Maintainer: Test <t@example.org>\nInstalled-Size: 100\nDescription: test\n"
        ),
        f"lib/systemd/system/{package.name}.service": _UNIT.format(name=package.name),
        **package.files,
        **(package.newer if new else {}),
    }
    conffiles = "".join(f"/{path}\n" for path in texts if path.startswith("etc/"))
    texts |= {"DEBIAN/conffiles": conffiles} if conffiles else {}
    script = package.postinst if new else ""
    if package.broken and new:
        script += f"systemctl daemon-reload\nsystemctl restart {package.name} || true\n"
    texts |= {"DEBIAN/postinst": f"#!/bin/sh\nset -e\n{script}"} if script else {}
    for path, text in texts.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        file.chmod(0o755 if path.endswith("postinst") else 0o644)
    program = root / "usr/lib" / package.name / package.name
    program.parent.mkdir(parents=True)
    content = (
        b"#!/bin/sh\nexit 1\n" if package.broken and new else Path(PROGRAM).read_bytes() + version.encode()
    )
    program.write_bytes(content)
    program.chmod(0o755)
    file = folder / f"{package.name}_{version}_amd64.deb"
    command = [DPKG_DEB, "--root-owner-group", "-Znone", "--build", str(root), str(file)]
    subprocess.run(command, check=True, capture_output=True)
    shutil.rmtree(root)


def _index(mirror, suite, label):
    stanzas = []
    for deb in sorted((mirror / "pool" / suite).glob("*.deb")):
        control = subprocess.run(
            [DPKG_DEB, "-f", str(deb)], check=True, capture_output=True, text=True
        ).stdout
        content = deb.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        place = deb.relative_to(mirror)
        stanzas.append(f"{control.rstrip()}\nFilename: {place}\nSize: {len(content)}\nSHA256: {digest}\n")
    index = mirror / "dists" / suite / "main/binary-amd64/Packages"
    index.parent.mkdir(parents=True)
    index.write_text("\n".join(stanzas))
    content = index.read_bytes()
    line = f" {hashlib.sha256(content).hexdigest()} {len(content)} main/binary-amd64/Packages\n"
    head = _RELEASE.format(label=label, suite=suite).replace(
        "Architectures:", "Components: main\nArchitectures:"
    )
    (index.parents[2] / "Release").write_text(head + line)
