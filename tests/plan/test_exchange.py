"""A plan as JSON and back."""

from dataclasses import replace
from pathlib import Path

import pytest

from gcloud.errors import InputError
from gcloud.model.load import load_with_positions
from gcloud.plan.build import build
from gcloud.plan.text import from_json, to_json

BROKEN = [
    ("no JSON", lambda text: text[:-9]),
    ("another form", lambda text: text.replace('"form": 1', '"form": 2')),
    ("a key that is missing", lambda text: text.replace('"profile"', '"shape"')),
    ("a number that is a text", lambda text: text.replace('"max_deletes": ', '"max_deletes": "1", "x": ')),
]


EXAMPLE = Path(__file__).parents[2] / "examples" / "ha-tinh"


@pytest.fixture(scope="module")
def plan():
    return build(load_with_positions(EXAMPLE))


def test_what_runs_is_read_back_equal(plan):
    assert from_json(to_json(plan)) == replace(plan, separations=(), unrecorded=())


@pytest.mark.parametrize("spoil", [row[1] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_another_text_is_refused(plan, spoil):
    with pytest.raises(InputError, match="can't be read"):
        from_json(spoil(to_json(plan)))
