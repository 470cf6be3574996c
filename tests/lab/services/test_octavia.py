"""Whether Octavia's driver agent answers, asked without leaving anything running in it."""

import json
import socket
import threading

import pytest

from gcloud.lab.services.octavia import answers


@pytest.fixture
def agent(tmp_path):
    """An agent that reads as the real one does, and says what it is told to."""
    path, heard = tmp_path / "get.sock", []

    def serve(server, reply):
        client, _ = server.accept()
        with client, client.makefile("rb") as read:
            heard.append(json.loads(read.read(int(read.readline()))))
            client.sendall(reply)

    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen()

        def start(reply):
            threading.Thread(target=serve, args=(server, reply), daemon=True).start()
            return path, heard

        yield start


def test_an_agent_gets_a_whole_question_and_is_ready_when_it_answers(agent):
    path, heard = agent(b"2\n{}")
    assert answers(path)
    assert heard == [{"object": "", "id": ""}]


def test_an_agent_that_hangs_up_is_not_ready(agent):
    path, _ = agent(b"")
    assert not answers(path)


def test_nobody_there_is_told(tmp_path):
    with pytest.raises(OSError, match="No such file"):
        answers(tmp_path / "get.sock")
