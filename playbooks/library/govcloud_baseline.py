#!/usr/bin/python
# SPDX-License-Identifier: Apache-2.0
"""Ansible module: read a host's state against a baseline in one pass, or bring about one batch of it."""

from __future__ import annotations

DOCUMENTATION = r"""
module: govcloud_baseline
short_description: Read or apply the items of a security baseline
version_added: "0.1.0"
description:
  - Reads the state of every item of a baseline in one run on the host, or brings about some batches of it.
  - What is read is what takes effect now and what survives a restart, with the file and line that say so.
  - Needs nothing on the host beyond Python 3.9 and what the items themselves are about.
author:
  - govcloud contributors
options:
  items:
    description:
      - The items, compiled from the catalogue of controls.
      - Every one has C(id), C(control), C(kind), C(batch) and the fields of its kind.
    type: list
    elements: dict
    required: true
  state:
    description:
      - V(read) changes nothing and returns the state of all items.
      - V(applied) brings about the items of O(batches) that differ and are not waived.
    type: str
    choices: [read, applied]
    default: read
  batches:
    description:
      - The batches to apply, in the baseline's own order whatever their order here.
    type: list
    elements: str
    aliases: [batch]
    default: []
  guard:
    description:
      - How the batches that can cut access are guarded; needed to apply V(accounts), V(ssh) and V(firewall).
      - The change waits to be confirmed by M(govcloud_guard) over a new connection; else it is taken back.
    type: dict
    suboptions:
      token:
        description: The secret that the confirmation must know.
        type: str
        required: true
      timeout:
        description: Seconds to confirm.
        type: int
        default: 60
      operator:
        description: The account that must be able to come in.
        type: str
        required: true
  answer:
    description: Whether to read all items after applying, or those of O(batches) only.
    type: str
    choices: [applied, all]
    default: applied
  systems:
    description:
      - The systems that are supported; another one is refused before anything is read.
    type: list
    elements: str
    default: [debian-12, debian-13]
attributes:
  check_mode:
    description: Returns exactly the changes and diffs that a run would make, and touches nothing.
    support: full
  diff_mode:
    description: Returns what files and values are before and after.
    support: full
"""

EXAMPLES = r"""
- name: Read the state of a host
  govcloud_baseline:
    items: "{{ baseline_items }}"
  register: baseline_state

- name: Apply the settings of logging
  govcloud_baseline:
    items: "{{ baseline_items }}"
    state: applied
    batch: logging
"""

RETURN = r"""
system:
  description: The host's system.
  type: str
  returned: always
  sample: debian-12
container:
  description: Whether the kernel belongs to somebody else.
  type: bool
  returned: always
over:
  description: The connection by which this run came in, as C(SSH_CONNECTION); empty where it was not by ssh.
  type: str
  returned: always
  sample: 10.0.0.5 50222 10.0.1.7 22
results:
  description: The state of every item read; with O(state=applied), of the items of the batches, after them.
  type: list
  elements: dict
  returned: success
  sample: [{id: sysctl-redirects/1, status: ok, want: {}, have: {}, evidence: [], why: null}]
pending:
  description: The items that differ and are not waived, by batch, in the order of the batches.
  type: dict
  returned: success
changes:
  description: What was changed, or would be in check mode, each with the item that asked for it.
  type: list
  elements: dict
  returned: success
problems:
  description: What could not be brought about, each with its item (V(*) is the batch) and the reason.
  type: list
  elements: dict
  returned: success
undone:
  description: What the guard says of a batch that failed and that it took back at once.
  type: dict
  returned: always
restarted:
  description: The units that took up what changed.
  type: list
  elements: str
  returned: success
seconds:
  description: How long what is counted apart took; V(download), V(install), V(purge), V(aide).
  type: dict
  returned: with O(state=applied)
reboot:
  description: Whether something takes effect at the next start only.
  type: bool
  returned: success
"""

import os
from typing import Any, Dict, List, Optional

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.govcloud import run
from ansible.module_utils.govcloud.errors import HostError
from ansible.module_utils.govcloud.guard import connection
from ansible.module_utils.govcloud.guarding import Order
from ansible.module_utils.govcloud.host import Host
from ansible.module_utils.govcloud.item import Item


def main() -> None:
    module = AnsibleModule(
        argument_spec={
            "items": {"type": "list", "elements": "dict", "required": True},
            "state": {"type": "str", "choices": ["read", "applied"], "default": "read"},
            "batches": {"type": "list", "elements": "str", "aliases": ["batch"], "default": []},
            "guard": {
                "type": "dict",
                "options": {
                    "token": {"type": "str", "required": True, "no_log": True},
                    "timeout": {"type": "int", "default": 60},
                    "operator": {"type": "str", "required": True},
                },
            },
            "answer": {"type": "str", "choices": ["applied", "all"], "default": "applied"},
            "systems": {"type": "list", "elements": "str", "default": ["debian-12", "debian-13"]},
        },
        supports_check_mode=True,
        no_log=True,  # else the whole catalogue goes to the host's log, each time
    )
    host, came = Host(), connection.of(os.getpid())
    naked = (
        set() if module.params["guard"] or module.check_mode else run.GUARDED & set(module.params["batches"])
    )
    if naked and module.params["state"] == "applied":
        module.fail_json(msg=f"{', '.join(sorted(naked))} can cut access: give a guard", invocation={})
    answer = {
        "changed": False,
        "system": host.system,
        "container": host.container,
        "undone": None,
        "over": came.address if came else "",
        "invocation": {},
    }
    if host.system not in module.params["systems"]:
        module.fail_json(
            msg=f"{host.system} is not supported: {', '.join(module.params['systems'])} are", **answer
        )
    try:
        items = run.items_of(module.params["items"])
        wanted = run.ordered(module.params["batches"])
        if module.params["state"] == "applied":
            guard = module.params["guard"]
            order = Order(**guard) if guard else None
            answer.update(_apply(items, wanted, order, module.check_mode))
            if module.params["answer"] == "applied":
                items = [item for item in items if item.batch in wanted]
            host = Host()
    except HostError as error:
        module.fail_json(msg=str(error), **answer)
    results = run.read(host, items)
    answer["results"] = [result.to_json(item) for item, result in results.items()]
    answer["pending"] = run.pending(items, results)
    module.exit_json(**answer)


def _apply(items: List[Item], batches: List[str], order: Optional[Order], check: bool) -> Dict[str, Any]:
    done = run.Applied()
    for batch in batches:
        guard = order if batch in run.GUARDED else None
        host = Host(operator=guard.operator if guard else None)
        done.add(run.apply(host, items, batch, check=check, guard=guard))
    return {
        "changed": bool(done.changes),
        "changes": done.changes,
        "diff": done.diff,
        "restarted": done.restarted,
        "reboot": done.reboot,
        "seconds": done.seconds,
        "undone": done.undone,
        "problems": [{"id": item, "why": why} for item, why in done.problems],
    }


if __name__ == "__main__":
    main()
