"""`govcloud harden` and `audit` on real hosts: from fresh, again, and with all that can be wrong with some."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from gcloud.lab.hosts.context import OPERATOR

pytestmark = [pytest.mark.hosts, pytest.mark.timeout(900)]

CONTROLS = ("net-forwarding", "log-storage", "motd", "file-passwd")
QUICK = "net-redirects,net-source-routing,log-persistent,cron-files"


def run(*arguments):
    """A command of its own process: what it leaves behind is what a user's would."""
    command = [Path(sys.executable).with_name("govcloud"), *map(str, arguments), "--output", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    document = json.loads(done.stdout)
    assert document["exit_code"] == done.returncode
    return document


def hosts_of(document):
    return {one["host"]: one for one in document["result"]["results"]["hosts"]}
