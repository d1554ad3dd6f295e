"""The hotline when nobody sits at it: a call is answered by the provider at our word, recorded, and told its number and code."""
