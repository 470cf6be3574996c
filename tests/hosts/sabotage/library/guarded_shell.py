#!/usr/bin/python
"""A change under the host's guard: a shell script, whatever it does."""

from __future__ import annotations

import subprocess

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.govcloud.guard import Change, GuardError, GuardUndoneError, guarded


def main() -> None:
    text, lists = {"type": "str", "required": True}, {"type": "list", "elements": "str", "default": []}
    module = AnsibleModule(
        argument_spec={
            "token": {"type": "str", "required": True, "no_log": True},
            "timeout": {"type": "float", "required": True},
            "limit": {"type": "float", "default": 30},
            "operator": text,
            "batch": text,
            "script": text,
            "units": lists,
            "runtime": lists,
        },
    )
    wanted = {key: value for key, value in module.params.items() if key != "script"}
    try:
        with guarded(Change(**wanted)) as guard:
            done = subprocess.run(
                ["/bin/sh", "-c", module.params["script"]], capture_output=True, text=True, check=False
            )
            guard.check([done.stderr.strip() or f"exit code {done.returncode}"] if done.returncode else [])
    except GuardUndoneError as error:
        module.fail_json(msg=str(error), undone=error.report)
    except GuardError as error:
        module.fail_json(msg=str(error), undone=None)
    module.exit_json(changed=True, earlier=guard.earlier)


if __name__ == "__main__":
    main()
