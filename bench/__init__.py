"""The numbers of the performance budget, each beside a reference of the same run: `make bench`."""
