"""The report on a cohort: what its scores can tell, and what they cannot, for a person to decide by."""
