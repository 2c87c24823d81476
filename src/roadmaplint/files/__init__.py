"""Files room: the one door to the disk: discover, read, write, cache."""
