"""What counts as a lost row when an older state was opened."""

from tests.upgrade.run import fewer


def test_a_table_with_fewer_rows_is_named_and_one_that_grew_or_moved_to_another_room_is_not() -> None:
    before = {"appeals_appeal": 3, "appeals_ground": 7, "ledger_entry": 9, "procrastinate_jobs": 4, "vault_file": 1}
    after = {"appeals_appeal": 2, "law_ground": 7, "ledger_entry": 10, "procrastinate_jobs": 0}
    assert fewer(before, after) == ["appeals_appeal: 3 before, 2 now", "vault_file: 1 before, 0 now"]
