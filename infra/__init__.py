"""Scandrop on AWS, by one command: `make deploy`. Nothing of this ships to Lambda."""
