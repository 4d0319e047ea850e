"""infra/deployer.yaml: the rights are those that a deployment needs, each of them and no other."""

from fnmatch import fnmatchcase

from cfnlint.schema import PROVIDER_SCHEMA_MANAGER

from tests.contract.template import TEMPLATE, template
from tests.contract.test_deployer import ALL, actions

#: What Chalice and the commands of infra/ ask beside CloudFormation, which a person starts.
OURS = {
    "cloudformation": "ContinueUpdateRollback CreateStack DeleteStack DescribeEvents "
    "DescribeStackEvents DescribeStacks ListStackResources TagResource UntagResource UpdateStack",
    "s3": "AbortMultipartUpload DeleteObject DeleteObjectVersion GetBucketNotification GetObject "
    "ListBucketMultipartUploads ListBucketVersions PutBucketNotification PutObject",
    "cloudfront": "CreateInvalidation GetInvalidation",
    "lambda": "AddPermission CreateEventSourceMapping CreateFunction DeleteEventSourceMapping "
    "DeleteFunction DeleteFunctionConcurrency GetEventSourceMapping GetFunction "
    "GetFunctionConfiguration GetPolicy InvokeFunction ListEventSourceMappings ListTags "
    "PutFunctionConcurrency PutFunctionEventInvokeConfig RemovePermission TagResource "
    "UntagResource UpdateEventSourceMapping UpdateFunctionCode UpdateFunctionConfiguration",
    "events": "PutEvents",
    "iam": "CreateServiceLinkedRole",
    "apigateway": "DELETE GET PATCH POST PUT",
    "sqs": "ChangeMessageVisibility DeleteMessage ReceiveMessage SendMessage",
    "cloudwatch": "GetMetricData",
    "logs": "CreateLogGroup DeleteLogGroup DeleteRetentionPolicy DescribeIndexPolicies "
    "DescribeLogGroups DescribeResourcePolicies FilterLogEvents GetDataProtectionPolicy "
    "ListTagsForResource PutRetentionPolicy TagResource UntagResource",
    "ssm": "DeleteParameter GetParameter PutParameter",
    "kms": "GenerateDataKey ReEncryptFrom ReEncryptTo",
}

#: What CloudFormation's handlers ask for properties that the template does not use, and names of
#: calls that are no actions of IAM.
UNUSED = {
    *(
        "kinesis:*",
        "s3tables:*",
        "vpc-lattice:*",
        "vpce:*",
        "logs:*",
        "s3:*Object*",
        "iam:*Service*",
    ),
    *("s3:*Abac", "s3:*Accelerate*", "s3:*Analytics*", "s3:*Inventory*", "s3:*Metrics*"),
    *("s3:*IntelligentTiering*", "s3:*Logging", "s3:*Metadata*", "s3:*Website", "s3:*Acl"),
    *("s3:DeleteBucketCors", "s3:DeleteBucketEncryption", "s3:DeleteBucketLifecycle"),
    *("s3:DeleteBucketReplication", "s3:PutBucketReplication"),
    *(
        "dynamodb:*Item",
        "dynamodb:Query",
        "dynamodb:Scan",
        "dynamodb:*Import*",
        "dynamodb:*Replica",
    ),
    *("dynamodb:UpdateContributorInsights", "dynamodb:*ableKinesis*", "dynamodb:UpdateKinesis*"),
    *("dynamodb:PutResourcePolicy", "dynamodb:DeleteResourcePolicy"),
    *("cognito-idp:AddCustomAttributes", "cloudfront:*ConnectionGroup", "cloudfront:*VpcOrigin"),
    *("cloudfront:*StagingConfig", "cloudfront:CreateDistributionWithTags"),
    *("iam:*RolePermissionsBoundary", "iam:AttachRolePolicy", "iam:DetachRolePolicy"),
    *("kms:GenerateDataKeyWithoutPlaintext", "kms:ListAliases", "kms:RevokeGrant"),
    *("kms:ReEncrypt", "firehose:*", "s3:REST.*", "events:*Permission"),
    "sns:PutDataProtectionPolicy",
}


def _handled() -> set[str]:
    """What CloudFormation's own handlers ask for the types of the template, but to list all."""
    asked: set[str] = set()
    for kind in {each["Type"] for each in template(TEMPLATE)["Resources"].values()}:
        schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", kind).schema
        for name, handler in schema["handlers"].items():
            asked |= set(handler["permissions"]) if name != "list" else set()
    return {action for action in asked if not any(fnmatchcase(action, each) for each in UNUSED)}


def test_it_may_all_that_cloudformation_asks_for_our_resources() -> None:
    assert _handled() - actions(ALL) == set()


def test_it_may_nothing_else_than_that_and_what_our_commands_ask() -> None:
    ours = {f"{service}:{name}" for service, names in OURS.items() for name in names.split()}
    assert actions(ALL) - _handled() - ours == set()
    assert ours <= actions(ALL)
