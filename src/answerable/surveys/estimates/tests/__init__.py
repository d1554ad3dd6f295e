"""Where the tests of estimates are: `x.py` is tried in `test_x.py`, else by the longest line here (tests/where.py).

arrays.py: test_designs.py
association.py: test_contrasts.py
calibration.py: test_weighting.py
design.py: test_designs.py
dispositions.py: test_publication.py
errors.py: test_publication.py
moments.py: test_designs.py test_contrasts.py
proportions.py: test_publication.py
quantiles.py: test_designs.py
ranks.py: test_contrasts.py
reference/: test_reference.py
regression.py: test_designs.py
replication.py: test_designs.py
size.py: test_publication.py
statistic.py: test_contrasts.py
suppression.py: test_publication.py
"""
