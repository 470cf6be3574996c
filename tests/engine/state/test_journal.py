import resource as limits
import threading
import time
from dataclasses import replace

import pytest

from gcloud.engine.state import entries, files, journal, replay
from gcloud.engine.state.errors import StateWriteError
from gcloud.engine.state.properties import Sealer
from gcloud.engine.state.replay import Ledger
from gcloud.engine.values import Secret


@pytest.fixture
def sealer(crypter):
    return Sealer(lambda: crypter)


@pytest.fixture
def path(tmp_path, sealer):
    file = tmp_path / "dev.journal"
    file.write_bytes(entries.fresh("organization/demo/dev", "base", Ledger(()), sealer))
    return file


@pytest.fixture
def book(path, sealer):
    written = journal.Journal(path, Ledger(()), sealer)
    yield written
    written.close()


def replayed(path, sealer) -> Ledger:
    ledger = Ledger(())
    replay.apply(ledger, entries.read(path.read_bytes()).entries, sealer)
    return ledger


def test_what_was_ended_is_in_the_snapshot_and_what_was_not_is_unanswered(book, path, sealer, network):
    first = book.begin("create", network("a", inputs={"key": Secret("s")}), existing=["7"])
    second = book.begin("create", network("b"))
    book.end(first, put=[network("a", "1", inputs={"key": Secret("s")})])
    ledger = replayed(path, sealer)
    assert [(state.urn, state.id, state.inputs) for state in ledger.resources] == [
        (network("a").urn, "1", {"key": Secret("s")})
    ]
    (open_,) = ledger.unanswered
    assert (open_.number, open_.operation, open_.state, open_.existing) == (
        second,
        "create",
        network("b"),
        frozenset(),
    )


def test_a_replacement_leaves_the_old_state_waiting(book, path, sealer, network):
    book.put(network("a", "old"))
    number = book.begin("create-replacement", network("a"))
    book.end(number, put=[network("a", "new"), replace(network("a", "old"), delete=True)])
    assert [(state.id, state.delete) for state in replayed(path, sealer).resources] == [
        ("new", False),
        ("old", True),
    ]
    number = book.begin("delete-replaced", replace(network("a", "old"), delete=True))
    book.end(number, remove=[replace(network("a", "old"), delete=True).key])
    assert [state.id for state in replayed(path, sealer).resources] == ["new"]


def test_a_refusal_settles_the_operation_and_its_reason_hides_secrets(book, path, sealer, network):
    number = book.begin("create", network("a", inputs={"password": Secret("hunter2")}))
    book.fail(number, "quota exceeded for hunter2")
    assert replayed(path, sealer).unanswered == ()
    assert b"hunter2" not in path.read_bytes()
    assert b"quota exceeded for (secret)" in path.read_bytes()


def test_notes_are_durable_with_the_next_operation(book, path, network):
    book.put(network("component", custom=False))
    assert len(entries.read(path.read_bytes()).entries) == 2
    book.begin("create", network("a"))
    assert [entry["do"] for entry in entries.read(path.read_bytes()).entries] == [
        "open",
        "open",
        "note",
        "begin",
    ]


def test_many_threads_share_the_disk_and_lose_nothing(path, sealer, network, monkeypatch):
    flushes, go_on = [], threading.Event()
    fdatasync = journal.os.fdatasync

    def slow_first(descriptor):
        flushes.append(descriptor)
        go_on.wait(10)
        fdatasync(descriptor)

    monkeypatch.setattr(journal.os, "fdatasync", slow_first)
    book = journal.Journal(path, Ledger(()), sealer)
    threads = [
        threading.Thread(target=book.begin, args=("create", network(str(number)))) for number in range(16)
    ]
    for thread in threads:
        thread.start()
    while book._accepted < 16:
        time.sleep(0.001)
    go_on.set()
    for thread in threads:
        thread.join()
    book.close()
    assert len(flushes) == 2, "the first line alone, then the other fifteen together"
    assert len(replayed(path, sealer).unanswered) == 16


def test_threads_that_begin_and_end_lose_nothing(path, sealer, network):
    book = journal.Journal(path, Ledger(()), sealer)

    def work(name):
        for step in range(5):
            number = book.begin("create", network(f"{name}-{step}"))
            book.end(number, put=[network(f"{name}-{step}", "1")])

    threads = [threading.Thread(target=work, args=(name,)) for name in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    book.close()
    ledger = replayed(path, sealer)
    assert (len(ledger.resources), ledger.unanswered) == (80, ())


def test_a_begin_returns_only_when_its_line_is_on_the_disk(book, path, network):
    book.begin("create", network("a"))
    assert entries.read(path.read_bytes()).entries[-1]["state"]["urn"] == network("a").urn


def test_the_size_of_an_entry_does_not_depend_on_the_stack(tmp_path, sealer, network):
    sizes = []
    for count in (1, 1000):
        file = tmp_path / f"{count}.journal"
        file.write_bytes(entries.fresh("organization/demo/dev", "base", Ledger(()), sealer))
        book = journal.Journal(file, Ledger(network(str(n), "1") for n in range(count)), sealer)
        before = file.stat().st_size
        book.end(book.begin("create", network("one")), put=[network("one", "1")])
        book.close()
        sizes.append(file.stat().st_size - before)
    assert sizes[0] == sizes[1]


def test_a_disk_that_takes_no_more_leaves_whole_lines_and_stops_the_run(book, path, network):
    book.end(book.begin("create", network("a")), put=[network("a", "1")])
    size = path.stat().st_size
    old = limits.getrlimit(limits.RLIMIT_FSIZE)
    limits.setrlimit(limits.RLIMIT_FSIZE, (size + 20, old[1]))
    try:
        with pytest.raises(StateWriteError, match=r"Can't write .*dev\.journal"):
            book.begin("create", network("b"))
    finally:
        limits.setrlimit(limits.RLIMIT_FSIZE, old)
    assert path.stat().st_size == size
    assert book.broken
    with pytest.raises(StateWriteError):
        book.begin("create", network("c"))


def test_a_fresh_start_forgets_what_the_checkpoint_holds(book, path, sealer, tmp_path, network):
    number = book.begin("create", network("a"), existing=["9"])
    open_ = replayed(path, sealer)
    book.restart(entries.fresh("organization/demo/dev", "next", open_, sealer), tmp_path)
    assert not book.has_entries
    assert [entry["do"] for entry in entries.read(path.read_bytes()).entries] == ["open", "open", "begin"]
    book.end(number, put=[network("a", "1")])
    assert [state.id for state in replayed(path, sealer).resources] == ["1"]


def test_a_thread_that_comes_after_the_end_is_told(path, sealer, network):
    book = journal.Journal(path, Ledger(()), sealer)
    number = book.begin("create", network("a"))
    book.close()
    size = path.stat().st_size
    with pytest.raises(StateWriteError, match="closed"):
        book.end(number, put=[network("a", "1")])
    assert path.stat().st_size == size


def test_replacing_a_file_leaves_no_temporary_one(tmp_path):
    target = tmp_path / "a"
    files.replace(target, b"1", tmp_path)
    files.replace(target, b"2", tmp_path)
    assert target.read_bytes() == b"2"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
