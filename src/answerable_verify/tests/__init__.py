"""Where the modules of the verifier are tried: `x.py` is tried in `test_x.py`, else by the longest line here (tests/where.py).

acts.py: test_audit_rules.py
audit/: test_audit.py test_audit_2.py test_audit_rules.py
audit/receipts.py: test_changes_of_trust.py
audit/run.py: test_audit.py test_lying_server.py
canonical.py: tests/fuzz/test_parsers.py test_leaf_2.py
checkpoint.py: test_notes.py test_changes_of_trust.py
commands/: test_cli.py test_lying_server.py
commands/drawing.py: test_draw.py
commands/own.py: test_one_file.py
commands/figures.py: test_figures.py
commands/all_figures.py: test_all_figures.py
commands/trust.py: test_changes_of_trust.py
commitment.py: test_leaves.py test_leaf_2.py
cosignature.py: test_notes.py
holds.py: test_audit_2.py
kinds.py: test_leaf_2.py test_audit_2.py
leaf.py: test_leaf_2.py test_leaves.py
mirror.py: test_source.py
note.py: test_notes.py
numbers/: test_figures.py
numbers/closing.py: test_closing.py
numbers/hotline.py: test_hotline.py
numbers/intervals.py: test_intervals.py
numbers/leading.py: test_leading.py
numbers/periods.py: test_periods.py
numbers/survival.py: test_survival.py
policy.py: test_notes.py tests/fuzz/test_parsers.py
progress.py: test_cli.py
promise.py: test_leaves.py test_cli.py
proof.py: test_leaves.py tests/fuzz/test_parsers.py
reader.py: test_lying_server.py test_source.py
receipt.py: test_leaves.py test_changes_of_trust.py
stats.py: test_leaves.py tests/log/test_case29_published_numbers.py
strict.py: test_notes.py tests/fuzz/test_parsers.py
tiles.py: test_tree.py test_source.py
turns.py: src/answerable/ledger/tests/test_leaves.py
voice.py: test_cli.py
words.py: test_cli.py
"""
