"""Interviews: planning, asking, keeping, grading, reporting, and the command line.

This room knows questions and graders. It does not know screens.
"""
