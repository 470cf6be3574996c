from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gcloud.engine.state import codec, entries, replay
from gcloud.engine.state.errors import StateCorruptError
from gcloud.engine.state.properties import Sealer
from gcloud.engine.state.replay import Ledger, Unanswered
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.state.secrets import Crypter
from gcloud.engine.values import Secret

SEALER = Sealer(lambda: Crypter(bytes(32)))


def state(name: int, id_: str = "", **more) -> ResourceState:
    return ResourceState(urn=f"urn:pulumi:d::p::m:n:N::{name}", type="m:n:N", id=id_, **more)


@st.composite
def runs(draw) -> tuple[list[bytes], list[Ledger]]:
    """A run's lines, and the ledger as it is after each of them."""
    lines = [entries.fresh("organization/p/d", "base", Ledger(()), SEALER)]
    ledgers = [Ledger(())]
    open_: dict[int, ResourceState] = {}
    done: list[tuple[dict, list[ResourceState], list]] = []
    number = 0
    for _ in range(draw(st.integers(0, 8))):
        kind = draw(st.sampled_from(["begin", "end", "fail", "note"]))
        name = draw(st.integers(0, 3))
        put, remove = [], []
        if kind == "begin":
            number += 1
            wanted = state(name, inputs={"key": Secret("é\nsecret"), "n": name})
            open_[number] = wanted
            entry = entries.begin_entry(Unanswered(number, "create", wanted, frozenset({"1"})), SEALER)
        elif kind == "note":
            put = [state(name, custom=False)]
            entry = {"do": "note"}
        elif open_:
            ended = draw(st.sampled_from(sorted(open_)))
            wanted = open_.pop(ended)
            entry = {"do": kind, "n": ended}
            if kind == "end":
                put = [replace(wanted, id=str(ended))]
                remove = [state(draw(st.integers(0, 3))).key]
        else:
            continue
        if put:
            entry["put"] = [codec.dump(item, SEALER) for item in put]
        if remove:
            entry["remove"] = [list(key) for key in remove]
        lines.append(entries.line_of(entry))
        done.append((entry, put, remove))
        ledger = Ledger(())
        for past, _, _ in done:
            replay.apply(ledger, [past], SEALER)
        ledgers.append(ledger)
    return lines, ledgers


@settings(max_examples=25, deadline=None)
@given(runs())
def test_a_journal_cut_at_any_byte_is_a_prefix_of_what_was_done(run):
    lines, ledgers = run
    whole = b"".join(lines)
    ends = [sum(map(len, lines[: count + 1])) for count in range(len(lines))]
    seen = -1
    for cut in range(ends[0], len(whole) + 1):
        read = entries.read(whole[:cut])
        kept = sum(end <= cut for end in ends)
        assert len(read.entries) == 1 + kept, "the opening stands twice"
        assert read.damaged == ()
        assert read.torn == (cut not in ends)
        assert read.sound_length == ends[kept - 1]
        if kept != seen:  # replaying the same entries again would show nothing new
            seen = kept
            ledger = Ledger(())
            replay.apply(ledger, read.entries, SEALER)
            assert ledger.resources == ledgers[kept - 1].resources
            assert ledger.unanswered == ledgers[kept - 1].unanswered


@settings(max_examples=25, deadline=None)
@given(runs(), st.data())
def test_a_damaged_line_is_found_and_the_others_are_read(run, data):
    lines, _ = run
    whole = bytearray(b"".join(lines))
    assume(len(lines) > 1)
    position = data.draw(st.integers(len(lines[0]), len(whole) - 1))
    whole[position] ^= data.draw(st.integers(1, 255))
    read = entries.read(bytes(whole))
    lost = 1 + len(lines) - len(read.entries)
    assert 1 <= lost <= 2, "one line, or two if the end of a line was hit"
    assert read.torn if position == len(whole) - 1 else read.damaged


def test_an_entry_that_makes_no_sense_is_damage():
    for entry in (
        {"do": "dance"},
        {"do": "end"},
        {"do": "note", "put": [{"urn": ""}]},
        {"do": "begin", "n": 1},
    ):
        with pytest.raises(StateCorruptError):
            replay.apply(Ledger(()), [entry], SEALER)


def test_operations_are_numbered_on():
    ledger = Ledger((), [Unanswered(7, "create", state(1), None)])
    assert ledger.next_number() == 8


def test_a_half_done_snapshot_loses_its_dangling_references():
    ledger = Ledger(
        [state(1, "1", parent="urn:gone", dependencies=("urn:gone", state(2).urn)), state(2, "2")]
    )
    assert [(one.id, one.parent, one.dependencies) for one in ledger.resources] == [
        ("2", "", ()),
        ("1", "", (state(2).urn,)),
    ]
