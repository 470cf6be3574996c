"""Certificates of receivers, by an authority that a test makes."""

import subprocess

OPENSSL = "/usr/bin/openssl"
_NEW = ("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2")


def authority(folder):
    """The authority's certificate; its key is beside it."""
    made = folder / "authority.pem"
    _openssl(*_NEW, "-subj", "/CN=authority", "-keyout", folder / "authority.key", "-out", made)
    return made


def certificate(folder, name):
    """A certificate for a name, and its key, in one file."""
    key, made = folder / f"{name}.key", folder / f"{name}.pem"
    by = ("-CA", folder / "authority.pem", "-CAkey", folder / "authority.key")
    words = ("-addext", f"subjectAltName=DNS:{name}", "-addext", "basicConstraints=critical,CA:FALSE")
    _openssl(*_NEW, *by, "-subj", f"/CN={name}", *words, "-keyout", key, "-out", made)
    made.write_text(made.read_text() + key.read_text())
    return made


def _openssl(*words):
    subprocess.run([OPENSSL, *map(str, words)], check=True, capture_output=True)
