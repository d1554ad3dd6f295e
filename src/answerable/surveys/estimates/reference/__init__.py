"""The estimators held to another's numbers: a file of cases (JSON) over a folder of data (CSV).

The format is that of the reference set made with R's `survey`: designs, statistics of a design, expected values by level.
Anybody can write such a file from their own R and see every value, the expected one and the difference:
`answerable survey reference CASES DATA`.
"""
