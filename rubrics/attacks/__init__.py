"""Attempts to talk a grader into a better score, and the measurement of what they gain and honest answers lose."""
