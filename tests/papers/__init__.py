"""A small app for the tests of the core: papers, which can be discussed, answered and followed."""
