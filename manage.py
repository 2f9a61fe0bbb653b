#!/usr/bin/env python
"""Django's command line, with the development settings unless told otherwise."""

from intranet.manage import main

if __name__ == "__main__":
    main()
