"""Loads the demonstration council as its people would have written it: the same actions, replayed in order of time."""
