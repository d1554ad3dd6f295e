"""Surveys: what people think is measured, not claimed.

In: a questionnaire, a frame, a design, a public seed, answers. Out: a draw that anybody runs again, weights, estimates with
their intervals, and a refusal of what may not be published. `estimates` is plain numpy and scipy, without Django.
"""
