"""The vault: who can open what. Sealed fields, follow-up codes, files, search tokens, personal keys, quorum, looks.

In: plain text, files and typed codes from the rooms above. Out: ciphertext bound to its place, codes that open one
appeal, cleaned copies of files, keyed tokens to search by, and a row for every look at something sealed.
"""
