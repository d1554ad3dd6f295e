"""Where appeals climb: escalation by the pack's ladder, the chair's daily reading, instructions, measures, commendations.

In:  deeds of appeals, heard by `followers`; the clock, by `jobs`.
Out: an item in the reading of exactly one decision-maker, and the acts that follow it. `appeals.reopen` is called only here.
"""
