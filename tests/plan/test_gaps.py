import pytest

from gcloud.plan.gaps import Gaps


@pytest.mark.parametrize(
    ("taken", "bits", "expected"),
    [
        ([], 0, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
        ([], 2, [0, 4]),
        ([(0, 0)], 1, [2, 4, 6, 8]),
        ([(0, 3), (2, 5)], 1, [6, 8]),
        ([(8, 20)], 3, [0]),
        ([(0, 9)], 0, []),
        ([], 4, []),
    ],
)
def test_aligned_blocks_of_the_span_0_to_9_until_none_is_left(taken, bits, expected):
    gaps = Gaps((0, 9), taken)
    found = []
    while (start := gaps.lowest(bits)) is not None:
        found.append(start)
    assert found == expected


def test_small_blocks_use_what_alignment_left_over():
    gaps = Gaps((1, 8), [])
    assert gaps.lowest(2) == 4
    assert [gaps.lowest(0) for _ in range(5)] == [1, 2, 3, 8, None]
