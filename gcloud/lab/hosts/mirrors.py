"""From where Debian's packages come: the mirrors that this machine itself uses, else Debian's own."""

import subprocess

ARCHIVE, SECURITY = "http://deb.debian.org/debian", "http://deb.debian.org/debian-security"
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
_QUESTION = ("apt-get", "indextargets", "--format", "$(LABEL) $(REPO_URI)", "Created-By: Packages")


def sources(suite: str) -> str:
    """Lines of a sources.list for a suite, with its updates and security updates."""
    found = _mirrors()
    archive, security = found.get("Debian", ARCHIVE), found.get("Debian-Security", SECURITY)
    return (
        f"deb {archive} {suite} main\n"
        f"deb {archive} {suite}-updates main\n"
        f"deb {security} {suite}-security main\n"
    )


def archive() -> str:
    """Address of Debian's archive."""
    return _mirrors().get("Debian", ARCHIVE)


def _mirrors() -> dict[str, str]:
    answer = subprocess.run(_QUESTION, capture_output=True, text=True, check=False).stdout
    pairs = (line.rsplit(" ", 1) for line in answer.splitlines() if " " in line)
    return {label: address.rstrip("/") for label, address in pairs}
