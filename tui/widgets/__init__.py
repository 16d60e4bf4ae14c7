"""Widgets that know no interview: data down, messages up."""
