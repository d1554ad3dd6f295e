"""A toy room: what somebody found and handed in, kept at a body until it is fetched.

In:  a find and the words about it, sealed to named people; the shelves of a pack.
Out: a certificate in the public log, an acknowledgement by a follower, a page at the desk, a number, a refusal.
Its modules bear other names than those of the rooms: whoever looks them up by name finds nothing.
"""
