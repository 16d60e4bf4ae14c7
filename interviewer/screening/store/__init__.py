"""Where cohorts are kept: the only place of screening that speaks SQL."""
