"""Parsers fed with whatever strangers could send: by Hypothesis in CI, by atheris for as long as one likes (`make fuzz`)."""
