"""Bodies in their command tree, the people who hold seats in them, and who stands in for whom.

In:  rows of a pack (`actions.load_*`), grants of seats, absences, sign-ins.
Out: `queries.actor_for(account, at)` (who asks), `queries.command_tree()` (who commands whom), names.
Granting and ending a seat, an absence, a change of password are deeds. There is no superuser.
"""
