"""The pages of focus groups, by what is done there."""
