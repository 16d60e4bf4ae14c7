"""Readers of question documents: each a pure function from text to questions and diagnostics."""
