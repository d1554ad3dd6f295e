"""Estimates from a probability sample, with the uncertainty that the design gives them.

Plain numpy and scipy: no Django, no database, no clock, so it can be imported into a notebook or called from the shell
(`answerable survey reference CASES DATA`). Rows are arrays, one value per respondent; a missing answer is NaN.

    design.design_of          how the sample was drawn: strata, clusters in stages, populations, weights
    replication               the same as replicate weights (JK1, JKn, BRR, Fay, bootstrap), each one weighted again
    nonresponse, calibration  base weights -> cells -> post-strata, raking, GREG, bounded -> trimming, with diagnostics
    moments, quantiles        mean, total, share, ratio, variance, quantile, of the whole or of domains
    proportions               intervals of a share that hold near 0 and 1
    contrasts, regression     change between waves with their common clusters; trend; generalised linear models
    association, ranks        Rao-Scott and Wald tests of a table; rank tests
    dispositions              what became of every address (AAPOR), and the rates
    size                      how many interviews, and what margin they will have
    publication, suppression  what may be shown, and what must be hidden so that sums do not give it back

Sources are cited where a formula stands. The values are held to R's `survey` 4.1.1 by `reference`.
"""
