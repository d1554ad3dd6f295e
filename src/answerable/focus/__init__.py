"""Focus groups: what a few people said to each other, coded by two, quoted only after a second person's look.

In:  recruitment by a quota that was written before, consents that can be withdrawn, transcripts (typed, TXT, VTT, SRT), QDPX.
Out: themes with released quotes for anybody, with their limits; agreement of coders; QDC and QDPX.
"""
