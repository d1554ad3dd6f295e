"""Public figures as pure functions of the public leaves, in the standard library alone: whoever has the log has the numbers.

    survival     time to an event with competing ends (Aalen-Johansen), the unanswered counted as long as they wait
    intervals    of a share, of a difference of two shares, and the ranks that these leave open
    periods      months, quarters, years, and their days
    matters      appeals as the acts on them leave them, read once in the order of the log
    definitions  the figures: each with its unit, what it counts and its version
    wording      what each is called, means, counts and doesn't show, in three languages
    document     the bytes of a published figure: computed, hashed, computed again

The server publishes what `document.compute` gives, and `answerable-verify figure` calls the same function over rows
that it proved. A figure of a later version of a definition is another figure; the old ones stay here.
"""
