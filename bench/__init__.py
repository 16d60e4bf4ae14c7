"""What is measured, and how: each module is a script that prints its figures. `make bench` runs them all."""
