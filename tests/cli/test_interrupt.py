import os
import signal
import subprocess
import sys

import pytest

from gcloud.cli.interrupt import stoppable


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_first_signal_asks_to_stop_and_the_handler_is_put_back(number, capfd):
    before = signal.getsignal(number)
    with stoppable("Stopping.") as cancel:
        assert not cancel.is_set()
        os.kill(os.getpid(), number)
        assert cancel.is_set()
    assert signal.getsignal(number) is before
    assert capfd.readouterr().err == "\nStopping.\n"


def test_the_second_signal_ends_the_process_at_once():
    code = (
        "import os, signal, time\n"
        "from gcloud.cli.interrupt import stoppable\n"
        "with stoppable() as cancel:\n"
        "    for _ in range(2):\n"
        "        os.kill(os.getpid(), signal.SIGINT)\n"
        "    time.sleep(30)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 130
    assert "Stopped at once" in done.stderr
