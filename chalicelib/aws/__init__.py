"""Adapters of the ports to AWS: the only importers of boto3 and botocore."""
