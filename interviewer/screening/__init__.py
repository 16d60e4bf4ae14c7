"""Screening: a cohort of candidates who get the same questions and are graded alike, for a person to decide."""
