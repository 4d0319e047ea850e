"""The same application on one machine: gateways, storage and site over an embedded AWS."""
