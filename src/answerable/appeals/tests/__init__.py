"""Where the tests of this room are: `x.py` is tried in `test_x.py`, else by the longest line here (tests/where.py).

actions/: test_acts.py test_life_machine.py test_publishing.py
actions/announcing.py: test_undelivered.py test_states_shown.py
actions/barring.py: test_meaning.py
actions/copies.py: test_campaigns.py
actions/correcting.py: test_correcting.py
actions/erasing.py: tests/log/test_case26_erasure.py
actions/grouping.py: test_desk_pages.py test_life_machine.py
actions/letters.py: test_letters.py test_channel_faults.py
actions/letters_by_hand.py: test_letters_by_hand.py
actions/importing.py: tests/scale/test_import.py
actions/mailing.py: test_campaigns.py
actions/numbering.py: tests/security/test_second_place.py
actions/reaching.py: test_undelivered.py
actions/meaning.py: test_meaning.py
actions/raising.py: test_late_bars.py
actions/readers.py: test_sealing.py tests/security/test_s06_wraps_and_bars.py
actions/restored.py: tests/security/test_s40_restore_drill.py
actions/ringing.py: test_calls.py
actions/sending.py: test_intake.py test_receipts.py
actions/taking_down.py: test_taking_down.py
actions/writing.py: test_intake.py test_round_trips.py
desk_forms/: test_desk_pages.py
desk_forms/letters.py: test_letters_by_hand.py
desk_forms/taking_down.py: test_taking_down.py
desk_forms/entry.py: test_desk_pages.py tests/walks/test_a_handler_answers_a_call.py
followers.py: test_sealing.py test_receipts.py
forms/: test_public_pages.py test_forms.py
held.py: tests/security/test_root_rows.py
shapes.py: tests/security/test_bent_columns.py
jobs.py: test_closing.py test_campaigns.py
queries/: test_lists.py test_desk_pages.py
queries/choices.py: test_chosen.py test_forms.py
queries/copies.py: test_campaigns.py
queries/dates.py: test_states_shown.py
queries/earlier.py: test_late_bars.py
queries/holders.py: test_sealing.py
queries/letters.py: test_letters_by_hand.py
queries/line.py: test_voice.py
queries/opening.py: test_sealing.py tests/security/test_view_audit.py
queries/proving.py: tests/security/test_root_rows.py
queries/case_view.py: test_desk_pages.py
queries/taken.py: test_taking_down.py
queries/programs.py: src/answerable/api/tests/test_reading.py test_open311.py
queries/public.py: test_public_pages.py
room.py: tests/architecture/test_rooms.py
rows.py: test_intake.py test_round_trips.py
rules/telling.py: test_undelivered.py test_calls.py
templatetags/: test_public_pages.py
terms.py: test_acts.py
verifying.py: tests/security/test_s10_edits_are_named.py
views/: test_public_pages.py test_states_shown.py
views/about.py: test_meaning.py
views/desk/: test_desk_pages.py test_states_shown.py
views/desk/letters.py: test_letters_by_hand.py
views/desk/line.py: test_voice.py
views/desk/about.py: tests/walks/test_a_complaint_that_names_the_head_in_words.py
views/desk/handover.py: test_sealing.py tests/security/test_view_audit.py
views/desk/heads.py: tests/walks/test_a_sealed_complaint.py
views/desk/log.py: tests/log/test_the_log_at_the_desk.py
views/desk/looks.py: tests/security/test_view_audit.py
views/desk/opening.py: tests/security/test_view_audit.py tests/walks/test_a_sealed_complaint.py
views/desk/taking_down.py: test_taking_down.py
views/desk/quorum.py: test_keepers.py
views/naming.py: test_meaning.py
views/taken.py: test_taking_down.py
views/follow.py: test_landing.py test_states_shown.py
watching.py: tests/security/test_s09_deletion_is_noticed.py
wording/letters.py: test_letters_by_hand.py
wording/: test_desk_pages.py
"""
