"""The ten lines of a form: what is asked for each, and how typed words become what somebody wants."""
