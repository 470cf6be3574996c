"""Records what the official engine stores of the table's types: `python -m tests.provider.record`.

Needs the official CLI on PATH and the lab up. Run it when a row is new; nothing else changes
the recorded files.
"""

import json
import tempfile
from pathlib import Path

from gcloud.lab.settings import LabSettings
from tests.provider.cases import DATA
from tests.provider.workbench import Workbench

QUIET = ("--yes", "--skip-preview")


def main():
    with tempfile.TemporaryDirectory() as folder:
        bench = Workbench(Path(folder), LabSettings.from_environment().clouds_file, "")
        try:
            bench.pulumi("stack", "init")
            for phase, verb in (("up", "up"), ("refreshed", "refresh"), ("changed", "up")):
                bench.official(verb, *QUIET, changed=phase == "changed")
                rows = json.dumps(bench.states(), indent=1, sort_keys=False, ensure_ascii=False)
                (DATA / f"recorded-{phase}.json").write_text(rows.replace(str(Path.home()), "HOME") + "\n")
        finally:
            bench.close()


if __name__ == "__main__":
    main()
