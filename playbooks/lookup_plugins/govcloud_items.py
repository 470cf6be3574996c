# SPDX-License-Identifier: Apache-2.0
"""Ansible lookup: what a host must be, compiled from the baselines and the host's variables."""

from __future__ import annotations

DOCUMENTATION = r"""
name: govcloud_items
short_description: Compile the items of a host's baseline
version_added: "0.1.0"
description:
  - Compiles what the host of the current task must be, from the baselines beside the playbooks and the host's
    variables, into the items that the module govcloud_baseline reads and applies.
  - Runs on the controller and needs the library govcloud in the environment of Ansible.
  - A variable that is wrong is refused with what to write instead, for this host only.
author:
  - govcloud contributors
options:
  profile:
    description: The profile of the host's level, such as V(tcvn14423-2026).
    type: raw
    vars: [{name: govcloud_profile}]
  level:
    description: The level of the host's system, from 1 to 5.
    type: raw
    vars: [{name: govcloud_level}]
  depth:
    description: What is asked beyond the level, V(none), V(cis-l1) or V(cis-l2).
    type: raw
    vars: [{name: govcloud_depth}]
  roles:
    description: What the host does, a list; each is a file in C(baselines/roles).
    type: raw
    vars: [{name: govcloud_roles}]
  operator:
    description: The account that signs in and becomes root.
    type: raw
    vars: [{name: govcloud_operator}]
  management:
    description: The networks that the host is administered from, a list of CIDR.
    type: raw
    vars: [{name: govcloud_management}]
  allow:
    description: The ports that the host needs open, a list with C(proto), C(port) and C(from).
    type: raw
    vars: [{name: govcloud_allow}]
  parameters:
    description: Values that are stricter here than asked for, by control and parameter.
    type: raw
    vars: [{name: govcloud_parameters}]
  waivers:
    description:
      - Controls that the host may be without, a list with C(control), C(subject), C(reason), C(approver),
        C(expires_on) and C(measure).
    type: raw
    vars: [{name: govcloud_waivers}]
  forwarder:
    description: Where logs go, with C(host), C(port) and C(protocol).
    type: raw
    vars: [{name: govcloud_forwarder}]
  ntp:
    description: Time servers, a list.
    type: raw
    vars: [{name: govcloud_ntp}]
  mirror:
    description: The mirror that updates come from.
    type: raw
    vars: [{name: govcloud_mirror}]
  malware_agent:
    description: What keeps malware off the host, with C(name) and C(check).
    type: raw
    vars: [{name: govcloud_malware_agent}]
  boot_user:
    description: The boot loader's superuser.
    type: raw
    vars: [{name: govcloud_boot_user}]
  boot_password:
    description: The hash of that user's password, as grub-mkpasswd-pbkdf2 prints it; from a vault.
    type: raw
    vars: [{name: govcloud_boot_password}]
"""

EXAMPLES = r"""
- name: Compile what this host must be
  ansible.builtin.set_fact:
    baseline_items: "{{ lookup('govcloud_items')['items'] }}"
"""

RETURN = r"""
_list:
  description: One dictionary.
  type: list
  elements: dict
  contains:
    items:
      description: All items, waived ones too; they are read and never applied.
      type: list
      elements: dict
    batches:
      description: The same items by batch, in the order of application; batches without items are left out.
      type: dict
"""

import hashlib
import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ansible import constants
from ansible.errors import AnsibleError
from ansible.plugins.lookup import LookupBase

BASELINES = Path(__file__).resolve().parents[1] / "baselines"


class LookupModule(LookupBase):
    """The lookup."""

    def run(
        self, terms: list[str], variables: Mapping[str, Any] | None = None, **options: object
    ) -> list[dict[str, Any]]:
        """Compile the current host.

        Args:
            terms: Must be empty: the host alone says what it is.
            variables: The host's variables.
            **options: Any of the options, instead of its variable.

        Raises:
            AnsibleError: The variables are wrong, or the library is not there.
        """
        if terms:
            raise AnsibleError(f"govcloud_items takes options, and no terms such as {terms[0]}")
        self.set_options(var_options=variables, direct=options)
        given = {
            f"govcloud_{name}": self._templar.template(value)
            for name, value in self.get_options().items()
            if not name.startswith("_") and value is not None
        }
        host = str((variables or {}).get("inventory_hostname", "the host"))
        return [_kept(host, json.loads(json.dumps(given, default=str)))]


def _kept(host: str, given: dict[str, Any]) -> dict[str, Any]:
    """What was compiled before in this run of Ansible for a host with the same variables, or now.

    Every task asks in a process of its own; what is found in the run's own folder saves it the imports.
    """
    text = json.dumps(given, sort_keys=True)
    name = f"govcloud-items-{hashlib.sha256(text.encode()).hexdigest()}.json"
    file = Path(constants.DEFAULT_LOCAL_TMP) / name
    try:
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        found = _compile(host, given)
        beside = file.with_name(f"{name}.{os.getpid()}")
        beside.touch(mode=0o600)
        beside.write_text(json.dumps(found), encoding="utf-8")
        beside.replace(file)
    return found


def _compile(host: str, given: dict[str, Any]) -> dict[str, Any]:
    try:
        from gcloud.errors import GovCloudError
        from gcloud.model.baseline.load import load_baselines
        from gcloud.plan.hardening.compile import Compiler
        from gcloud.plan.hardening.variables import wish_of
        from gcloud.plan.tenants.roster import day_of
    except ImportError as error:
        raise AnsibleError(
            f"The library govcloud is not in this environment ({error}): "
            "run the ansible-playbook that stands beside the command govcloud."
        ) from error
    try:
        today = day_of(datetime.now(UTC))
        return Compiler(load_baselines(BASELINES), today).compile(wish_of(host, given)).to_json()
    except GovCloudError as error:
        raise AnsibleError(f"{error.message}\n{error.hint}".rstrip()) from None
