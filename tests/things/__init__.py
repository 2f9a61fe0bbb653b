"""A small app for the tests of the core: things, which are found, moderated and followed. Nothing serves their addresses."""
