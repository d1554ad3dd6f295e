"""Every write of the vault, by noun. Use as `from answerable.vault import actions` and `actions.enter(...)`."""

from answerable.vault.actions.codes import (
    begin_follow,
    change_code,
    code_for_form,
    code_row,
    code_shown_again,
    end_follow,
    enter,
    hash_one_code,
    keep_follow,
    open_by_code,
    sweep_codes,
)
from answerable.vault.actions.files import (
    attach,
    clean,
    clean_one_file,
    drop_draft,
    keep_draft,
    sweep_files,
)

__all__ = [
    "attach",
    "begin_follow",
    "change_code",
    "clean",
    "clean_one_file",
    "code_for_form",
    "code_row",
    "code_shown_again",
    "drop_draft",
    "end_follow",
    "enter",
    "hash_one_code",
    "keep_draft",
    "keep_follow",
    "open_by_code",
    "sweep_codes",
    "sweep_files",
]
