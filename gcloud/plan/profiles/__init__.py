"""The standards that levels are judged by, as data: each row with its clause and its certainty."""
