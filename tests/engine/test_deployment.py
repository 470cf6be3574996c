"""Whole runs of small programs, against a cloud in memory."""


TWO_ZONES = """
    a = Zone("a", "10.1.0.0/24")
    b = Zone("b", "10.2.0.0/24", Opts(depends_on=[a]))
    pulumi.export("net", a.net.id)
"""


def test_up_makes_what_the_program_says(stack):
    result = stack.program(TWO_ZONES).up()
    assert result.failures == ()
    assert stack.cloud.names() == ["a", "a", "b", "b"]
    assert result.summary.outputs == {"net": stack.state("a").id}
    assert stack.state("a").outputs["mtu"] == 1442
