"""What a team may want of infra/template.yaml beyond the defaults."""

from collections.abc import Mapping

from tests.contract.template import ACCOUNT, REGION

#: As CloudFormation's console would take it.
VARIANTS: Mapping[str, Mapping[str, str]] = {
    "plain": {},
    "deployed": {
        "ApiOrigin": f"https://a1b2c3.execute-api.{REGION}.amazonaws.com",
        "WebsocketOrigin": f"wss://d4e5f6.execute-api.{REGION}.amazonaws.com",
    },
    "domain": {
        "SiteDomain": "photos.example.com",
        "CertificateArn": f"arn:aws:acm:us-east-1:{ACCOUNT}:certificate/0a1b-2c3d",
    },
    "domain and DNS": {
        "SiteDomain": "photos.example.com",
        "CertificateArn": f"arn:aws:acm:us-east-1:{ACCOUNT}:certificate/0a1b-2c3d",
        "HostedZoneId": "Z0123456789ABC",
    },
    "own key": {"KmsKeyArn": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/0a1b-2c3d"},
    "backup": {"BackupBucketArn": "arn:aws:s3:::far-away"},
    "backup with own keys": {
        "KmsKeyArn": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/0a1b-2c3d",
        "BackupBucketArn": "arn:aws:s3:::far-away",
        "BackupKmsKeyArn": f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/4e5f-6a7b",
    },
    "VPC": {"VpcId": "vpc-0123abcd", "SubnetIds": "subnet-0123abcd,subnet-4567ef01"},
    "VPC and endpoints": {
        "VpcId": "vpc-0123abcd",
        "SubnetIds": "subnet-0123abcd,subnet-4567ef01",
        "RouteTableIds": "rtb-0123abcd",
    },
    "sign-up": {"SignUp": "open"},
    "step functions": {"Processing": "step-functions"},
    "webhook": {
        "WebhookUrl": "https://hooks.example.com/photos?team=7",
        "WebhookSecretName": "scandrop/webhook",
    },
    "mail": {"AlarmEmail": "team@example.com"},
}
