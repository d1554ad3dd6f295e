"""Figures that anybody can check: computed from the public log, frozen with their hash in it, corrected in the open.

In: the published log, and which bodies are one authority. Out: figures of a month, a quarter, a year as pages and as the
very bytes whose SHA-256 stands in the log; `answerable-verify figure` computes them again. What a figure is stands in
`answerable_verify.numbers`; nothing is counted here in another way.
"""
