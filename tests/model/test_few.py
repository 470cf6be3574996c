"""Long lists of names are cut in messages, and say by how much."""

import pytest

from gcloud.model.few import few


@pytest.mark.parametrize(
    ("names", "what", "text"),
    [
        ([], "", ""),
        (["a", "b"], "", "a, b"),
        (["a", "b", "c"], "", "a, b and 1 more"),
        (["a", "b", "c", "d"], "keys", "a, b and 2 more keys"),
    ],
)
def test_the_first_few_are_named_and_the_others_counted(names, what, text):
    assert few(names, 2, what) == text
