#!/usr/bin/python
"""Ansible module: security updates of one host."""

from __future__ import annotations

DOCUMENTATION = r"""
module: govcloud_patch
short_description: Read and apply security updates of a Debian host
description:
  - With O(state=read) says what is open, with fresh package lists, what is held or half configured, which
    services use files that were replaced, whether a reboot is needed, and what works (services, ports,
    the host's own checks).
  - With O(state=applied) brings exactly the chosen versions, keeps the operator's configuration files,
    restarts the services that use replaced files, and fails if something that worked before does not work
    afterwards.
  - It never restarts the host. In check mode it says what it would do and leaves no trace, not even newer
    package lists.
author: govcloud (@govcloud)
version_added: "0.1.0"
options:
  state:
    description: What to do.
    type: str
    choices: [read, applied]
    default: read
  select:
    description: Which of the open updates are to come, unless O(packages) names them.
    type: str
    choices: [security, all]
    default: security
  packages:
    description:
      - Exactly these versions, as O(state=read) gave them.
      - Nothing comes if one of them is not to be had any more.
    type: list
    elements: dict
    suboptions:
      package:
        description: The package's name.
        type: str
        required: true
      new:
        description: The version it goes to.
        type: str
        required: true
  suites:
    description:
      - What security archives are called, by label, suite or codename.
      - A leading V(*) stands for any beginning.
    type: list
    elements: str
    default: ["Debian-Security", "*-security"]
  refresh:
    description: Fetch the package lists first.
    type: bool
    default: true
  checks:
    description:
      - The host's own checks, command lines that end with 0 if all is well.
      - They are run without a shell.
    type: list
    elements: str
    default: []
  expect:
    description: The health of an earlier reading; the module fails if something of it is lost.
    type: dict
  settle:
    description: Seconds that services have to come up again.
    type: int
    default: 60
  lock_timeout:
    description: Seconds to wait for another program that holds the lock of apt or dpkg.
    type: int
    default: 120
attributes:
  check_mode:
    description: Says what it would do and changes nothing.
    support: full
  diff_mode:
    description: Shows versions before and after.
    support: full
"""

EXAMPLES = r"""
- name: See what is open
  govcloud_patch:
  register: patching

- name: Bring security updates, and see that the portal still answers
  govcloud_patch:
    state: applied
    checks: ["curl --fail --silent http://127.0.0.1:8080/health"]
"""

RETURN = r"""
updates:
  description: What is open, each with package, installed, new, origin, security, source, held.
  returned: success
  type: list
  elements: dict
lists:
  description: How long fetching the package lists took, in seconds; null if they were not fetched.
  returned: success
  type: dict
reboot:
  description: Whether the host must be started anew (needed), and why.
  returned: success
  type: dict
health:
  description: Failed units, running services that are meant to run, ports, the host's own checks.
  returned: success
  type: dict
expected:
  description: What worked before, to be handed to a later reading as expect.
  returned: when state is applied
  type: dict
updated:
  description: What was brought, each with package, before, after; also holds what had to come with it.
  returned: when state is applied
  type: list
  elements: dict
lost:
  description: What worked before and does not now.
  returned: when state is applied or expect is given
  type: list
  elements: str
problem:
  description: Why it failed, with kind, message, hint and detail.
  returned: failure
  type: dict
"""

import tempfile
from pathlib import Path
from typing import Any

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.govcloud.patching import applying, health, lists, reading
from ansible.module_utils.govcloud.patching.trouble import Trouble

ARGUMENTS: dict[str, Any] = {
    "state": {"type": "str", "choices": ["read", "applied"], "default": "read"},
    "select": {"type": "str", "choices": ["security", "all"], "default": "security"},
    "packages": {
        "type": "list",
        "elements": "dict",
        "options": {
            "package": {"type": "str", "required": True},
            "new": {"type": "str", "required": True},
        },
    },
    "suites": {"type": "list", "elements": "str", "default": ["Debian-Security", "*-security"]},
    "refresh": {"type": "bool", "default": True},
    "checks": {"type": "list", "elements": "str", "default": []},
    "expect": {"type": "dict"},
    "settle": {"type": "int", "default": 60},
    "lock_timeout": {"type": "int", "default": 120},
}


def main() -> None:
    """Entry point."""
    module = AnsibleModule(argument_spec=ARGUMENTS, supports_check_mode=True)
    result: dict[str, Any] = {"changed": False}
    try:
        result["system"] = reading.require_debian()
        with tempfile.TemporaryDirectory() as folder:
            apt = lists.apart(Path(folder)) if module.check_mode else lists.Apt()
            _work(module, apt, result)
    except Trouble as trouble:
        module.fail_json(msg=trouble.message, problem=trouble.as_dict(), **result)
    module.exit_json(**result)


def _work(module: AnsibleModule, apt: lists.Apt, result: dict[str, Any]) -> None:
    given = module.params
    fetched = lists.refresh(apt, given["lock_timeout"]) if given["refresh"] else None
    result["lists"] = {"seconds": fetched}
    found = reading.read(apt, given["suites"])
    result.update(reading.document(found, given["checks"]))
    if given["state"] == "applied":
        _apply(module, apt, found, result)
    elif given["expect"]:
        result["health"], result["lost"] = health.settled(given["expect"], given["checks"], given["settle"])
    _require_health(result)


def _apply(module: AnsibleModule, apt: lists.Apt, found: reading.Reading, result: dict[str, Any]) -> None:
    given = module.params
    if result["guard"]:
        raise Trouble(
            "guard",
            "A change of this host waits for its confirmation, and may be undone at any moment.",
            "Confirm it or let its time run out, then run the same command again.",
        )
    done = applying.Done()
    before = given["expect"] or result["health"]
    result["expected"] = before
    try:
        done.finished = applying.finish(found, patience=given["lock_timeout"], only_say=module.check_mode)
        chosen = applying.choose(found, given["select"], given["packages"])
        applying.apply(
            apt,
            found,
            chosen,
            done,
            before=before,
            checks=given["checks"],
            settle=given["settle"],
            patience=given["lock_timeout"],
            only_say=module.check_mode,
        )
    finally:
        result.update(done.as_dict(), changed=done.changed, diff=_diff(done), guard=reading.guard_pending())


def _diff(done: applying.Done) -> dict[str, str]:
    steps = [*done.updated, *done.also]
    return {
        "before": "".join(f"{step.package} {step.before}\n" for step in steps if step.before),
        "after": "".join(f"{step.package} {step.after}\n" for step in steps),
        "before_header": "packages",
        "after_header": "packages",
    }


def _require_health(result: dict[str, Any]) -> None:
    lost = result.get("lost")
    if lost:
        raise Trouble(
            "health",
            f"What worked before does not work now: {'; '.join(lost)}.",
            "See `systemctl status` and the journal on the host; what was updated is in `updated`.",
        )


if __name__ == "__main__":
    main()
