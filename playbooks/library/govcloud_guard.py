#!/usr/bin/python
# SPDX-License-Identifier: Apache-2.0
"""Ansible module: confirm a guarded change, take it back, or ask what became of it."""

from __future__ import annotations

DOCUMENTATION = r"""
module: govcloud_guard
short_description: Confirm, take back or ask after a change that the host guards
version_added: "0.1.0"
description:
  - A change that may cut access is made under a guard on the host, which takes it back unless somebody
    confirms it who came in over a connection made after the change, as the operator, through sudo.
  - What the guard promises and how it does it is in docs/reference/guard.md.
author:
  - govcloud contributors
options:
  state:
    description:
      - V(confirmed) confirms the change; this task must have come in anew (no shared connection).
      - V(rehearsed) finds out before any change whether a confirmation like this one would count; it fails
        where it would not, and changes nothing.
      - V(undone) takes it back now.
      - V(reported) waits until no change waits any more and returns what became of it.
      - V(pending) returns what waits, and waits for nothing.
    type: str
    choices: [confirmed, rehearsed, undone, reported, pending]
    default: pending
  token:
    description:
      - The secret with which the guard was set. It is kept nowhere on the host.
      - V(confirmed) needs it; with V(undone) and V(reported) only the change with this token counts.
    type: str
  operator:
    description: With O(state=rehearsed), the account that is to confirm; needed there.
    type: str
  over:
    description:
      - With O(state=rehearsed), the connection by which changes come, as M(govcloud_baseline) returned it.
    type: str
    default: ""
  wait:
    description: With O(state=reported), seconds to wait at the longest.
    type: int
    default: 60
attributes:
  check_mode:
    description: Nothing is guarded in check mode; what waits is returned.
    support: full
"""

EXAMPLES = r"""
- name: Confirm the change over a new connection
  govcloud_guard:
    state: confirmed
    token: "{{ guard_token }}"
  vars:
    ansible_ssh_args: -o ControlMaster=no -o ControlPath=none

- name: Try whether a change could be confirmed
  govcloud_guard:
    state: rehearsed
    operator: an
  vars:
    ansible_ssh_args: -o ControlMaster=no -o ControlPath=none

- name: Ask what became of the change
  govcloud_guard:
    state: reported
    token: "{{ guard_token }}"
  register: guard_asked

- name: Take back whatever waits
  govcloud_guard:
    state: undone
"""

RETURN = r"""
waiting:
  description: What waits to be confirmed, or nothing.
  type: dict
  returned: always
  sample: {batch: ssh, operator: an, phase: applied, seconds: 21}
report:
  description:
    - What became of the change with the token, or of the last one; nothing with O(state=rehearsed). Its
      C(state) is V(confirmed), V(undone) or V(partly-undone); C(why) says why, C(undone) what was brought
      back, C(seen) which log-ins the host saw fail.
  type: dict
  returned: always
"""

import time

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.govcloud.guard import (
    GuardError,
    Host,
    confirm,
    last_report,
    rehearse,
    undo,
    waiting,
)

PAUSE = 0.25


def _settled(token: str | None, wait: float) -> bool:
    """Wait until the change is no longer waiting; whether it isn't."""
    host = Host()
    until = host.clock() + wait
    while waiting(host, token) is not None:
        if host.clock() > until:
            return False
        time.sleep(PAUSE)
    return True


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "state": {
                "type": "str",
                "choices": ["confirmed", "rehearsed", "undone", "reported", "pending"],
                "default": "pending",
            },
            "token": {"type": "str", "no_log": True},
            "operator": {"type": "str"},
            "over": {"type": "str", "default": ""},
            "wait": {"type": "int", "default": 60},
        },
        required_if=[("state", "confirmed", ["token"]), ("state", "rehearsed", ["operator"])],
        supports_check_mode=True,
    )
    state = "pending" if module.check_mode else module.params["state"]
    token, changed = module.params["token"], False
    try:
        if state == "rehearsed":
            rehearse(module.params["operator"], module.params["over"])
            module.exit_json(changed=False, waiting=waiting(Host()), report=None)
        if state == "confirmed":
            confirm(token)
            changed = True
        elif state == "undone":
            changed = undo(token=token) is not None
        elif state == "reported" and not _settled(token, module.params["wait"]):
            module.fail_json(msg="the change still waits to be confirmed or undone", waiting=waiting(Host()))
        module.exit_json(changed=changed, waiting=waiting(Host()), report=last_report(token=token))
    except GuardError as error:
        told = None if state == "rehearsed" else last_report(token=token)
        module.fail_json(msg=str(error), report=told)


if __name__ == "__main__":
    main()
