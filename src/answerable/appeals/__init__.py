"""The life of an appeal: registered, handled, answered point by point, rated or disputed, closed.

In:  what a resident or an operator sends (`actions.intake`), acts of handlers, the resident's word.
Out: numbers, dates, answers, deeds that the rooms above follow. Who is complained about neither sees nor handles it.
"""
