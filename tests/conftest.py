"""What every test may ask for."""

pytest_plugins = ["tests.servers", "tests.installation", "tests.seen", "tests.windows", "tests.faults.extents"]
