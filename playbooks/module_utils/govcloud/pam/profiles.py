"""Our profiles of pam-auth-update; pure: text out."""

from __future__ import annotations

import re
from typing import Dict

FOLDER = "/usr/share/pam-configs"

FAILLOCK = "govcloud-faillock"
FAILLOCK_NOTIFY = "govcloud-faillock-notify"
HISTORY = "govcloud-history"
QUALITY = "govcloud-quality"
UNIX = "govcloud-unix"


def faillock() -> Dict[str, str]:
    """Count failures: asked before other modules, told after all failed, reset where one lets in."""
    return {
        FAILLOCK: """Name: Lock accounts after failed logins (govcloud)
Default: no
Priority: 0
Auth-Type: Primary
Auth:
\t[default=die]\tpam_faillock.so authfail
\tsufficient\tpam_faillock.so authsucc
""",
        FAILLOCK_NOTIFY: """Name: Refuse locked accounts, count anew after success (govcloud)
Default: no
Priority: 1025
Auth-Type: Primary
Auth:
\trequired\tpam_faillock.so preauth
Account-Type: Primary
Account:
\trequired\tpam_faillock.so
""",
    }


def quality() -> Dict[str, str]:
    """New passwords are judged first."""
    return {
        QUALITY: """Name: Quality of new passwords (govcloud)
Default: no
Priority: 1024
Password-Type: Primary
Password:
\trequisite\tpam_pwquality.so retry=3
Password-Initial:
\trequisite\tpam_pwquality.so retry=3
"""
    }


def history(remember: int, root: bool) -> Dict[str, str]:
    """New passwords are none of the last ones; after quality, before they are stored."""
    words = f"pam_pwhistory.so remember={remember}{' enforce_for_root' if root else ''}"
    return {
        HISTORY: f"""Name: No password of before (govcloud)
Default: no
Priority: 1000
Password-Type: Primary
Password:
\trequisite\t{words} try_first_pass use_authtok
Password-Initial:
\trequisite\t{words}
"""
    }


def unix(distribution: str, hashed: str) -> Dict[str, str]:
    """The distribution's own profile without empty passwords, and with a way to store new ones."""
    text = re.sub(r"[ \t]+nullok(_secure)?\b", "", distribution)
    text = re.sub(r"\b(md5|bigcrypt|sha256|sha512|blowfish|gost_yescrypt|yescrypt)\b", hashed, text)
    text = re.sub(r"(?m)^Name:.*$", "Name: Unix authentication without empty passwords (govcloud)", text)
    text = re.sub(r"(?m)^Default:.*$", "Default: no\nConflicts: unix", text)
    return {UNIX: text.rstrip("\n") + "\n"}
