"""A toy room: what somebody found and handed in, kept at a body until it is fetched.

In:  a find and the words about it, sealed to named people; the shelves of a pack.
Out: a certificate in the public log, an acknowledgement by a follower, a page at the desk, a number, a refusal.
Whoever wants a new room may copy it: it stands on the floor plan that they all have.
"""
