"""Commands of `answerable-verify` that are more than a line: each adds itself to the parser."""
