"""The command line, one file for each noun; loaded only when asked for, so that `salesbot --help` is instant."""
