"""Proof of the embargo: what is not out is nowhere in the files to be published."""
