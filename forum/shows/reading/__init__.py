"""Reading files about shows: pure functions from bytes to parsed values and a list of faults."""
