"""What Chalice itself writes for Terraform of our application, without packing anything."""

import json
from pathlib import Path
from typing import Any

from chalice.config import Config
from chalice.deploy.appgraph import ApplicationGraphBuilder, DependencyBuilder
from chalice.deploy.deployer import (
    BaseDeployStep,
    BuildStage,
    InjectDefaults,
    PolicyGenerator,
    SwaggerBuilder,
)
from chalice.deploy.swagger import TerraformSwaggerGenerator
from chalice.package import ResourceBuilder, TerraformGenerator
from chalice.policy import AppPolicyGenerator
from chalice.utils import OSUtils

import app
from devserver import resources
from infra import bundle, policies
from infra.stage import Stage
from infra.terraform import account_of
from infra.terraform_document import WEBSOCKET_API_ID

OUTPUTS = {
    "SiteUrl": "https://d111.cloudfront.net",
    "UploadsBucketName": resources.UPLOADS_BUCKET,
    "UploadsBucketArn": f"arn:aws:s3:::{resources.UPLOADS_BUCKET}",
    "MediaBucketName": resources.MEDIA_BUCKET,
    "MediaBucketArn": f"arn:aws:s3:::{resources.MEDIA_BUCKET}",
    "JobQueueUrl": f"https://sqs.eu-central-1.amazonaws.com/123456789012/{resources.JOB_QUEUE}",
    "JobQueueArn": f"arn:aws:sqs:eu-central-1:123456789012:{resources.JOB_QUEUE}",
    "DeadLetterQueueArn": "arn:aws:sqs:eu-central-1:123456789012:scandrop-prod-dead-letters",
    "UserPoolArn": "arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_A",
    "UserPoolClientId": "pages",
    "SignUp": "closed",
    "SessionUploadsDays": "30",
    "RequestsPerSecond": "70",
    "RequestBurst": "140",
    "SubnetIds": "subnet-11111111,subnet-22222222",
    "SecurityGroupId": "sg-11111111",
}
for _table in ("Sessions", "Connections", "Photos", "Albums"):
    _name = f"scandrop-prod-{_table.lower()}"
    OUTPUTS[f"{_table}TableName"] = _name
    OUTPUTS[f"{_table}TableArn"] = f"arn:aws:dynamodb:eu-central-1:123456789012:table/{_name}"


class _Principals:
    """Stands for Chalice's client, which is asked for nothing else."""

    def service_principal(self, service: str) -> str:
        return f"{service}.amazonaws.com"


class _NothingPacked(BaseDeployStep):
    """The step of Chalice that would install and zip."""

    def handle(self, config: Config, resource: Any) -> None:
        if hasattr(resource, "deployment_package"):
            resource.deployment_package.filename = "deployment.zip"


def written(stage: Stage, folder: Path) -> dict[str, Any]:
    """The document for this stage and a stack with `OUTPUTS`."""
    (folder / ".chalice" / "policies").mkdir(parents=True)
    account = account_of(OUTPUTS)
    bundle.write_policies(folder, stage, policies.names(account, stage, OUTPUTS, WEBSOCKET_API_ID))
    settings = bundle.config(stage, OUTPUTS)
    # Which `Chalice.package` keeps out of Chalice's sight as well.
    settings["stages"][stage.name].pop("log_retention_in_days")
    config = Config(
        chalice_stage=stage.name,
        user_provided_params={"chalice_app": app.app, "project_dir": str(folder)},
        config_from_disk=settings,
        default_params={"project_dir": str(folder)},
    )
    steps: list[BaseDeployStep] = [
        InjectDefaults(),
        _NothingPacked(),
        PolicyGenerator(AppPolicyGenerator(OSUtils()), OSUtils()),
        SwaggerBuilder(swagger_generator=TerraformSwaggerGenerator()),
    ]
    builder = ResourceBuilder(ApplicationGraphBuilder(), DependencyBuilder(), BuildStage(steps))
    principals: Any = _Principals()
    generator = TerraformGenerator(config, principals)
    document = generator.generate(builder.construct_resources(config, stage.name))
    copied: dict[str, Any] = json.loads(json.dumps(document))
    return copied
