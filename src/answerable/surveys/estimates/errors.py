"""What every refusal of this package is; without numpy, so that a page can speak of dispositions."""


class EstimationError(ValueError):
    """What was asked cannot be estimated from these rows; the message says why, in English, for the one who computes."""
