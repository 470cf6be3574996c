"""Run a stack's program against a stand-in for the engine and print what it registers, as JSON.

A process of its own: Pulumi's SDK keeps its settings in globals.
Usage: record.py PROGRAM_FOLDER PROJECT STACK CONFIG_JSON [preview]
"""

import asyncio
import json
import os
import runpy
import sys

import pulumi
from google.protobuf import json_format
from pulumi.runtime.mocks import MockMonitor, Mocks
from pulumi.runtime.stack import run_pulumi_func

MADE = {"FloatingIp": {"address": "203.0.113.7"}, "Network": {"tenantId": "our-project"}}
"""What the cloud adds to an object, by type."""


class Cloud(Mocks):
    """Every object gets an id that says what it is; look-ups find what was asked for."""

    def call(self, args):
        return {**args.args, "id": f"found-{args.args.get('name') or args.args['type']}"}, []

    def new_resource(self, args):
        if args.typ == "pulumi:pulumi:StackReference":
            made = {
                "flavors": {"ha-tinh": {"gov-3": "flavor-3"}},
                "volume_types": {"ha-tinh": {"gov-level-3": "type-3"}},
            }
            return args.name, {**args.inputs, "outputs": made, "secretOutputNames": []}
        made = MADE.get(args.typ.rpartition(":")[2], {})
        return f"{args.typ.rpartition(':')[2]}/{args.name}", {**args.inputs, **made}


class Recorder(MockMonitor):
    """Notes every request before it is answered."""

    def __init__(self, mocks):
        super().__init__(mocks)
        self.requests = []

    def RegisterResource(self, request):  # noqa: N802 - the protocol's name
        self.requests.append(json_format.MessageToDict(request))
        return super().RegisterResource(request)

    def Invoke(self, request):  # noqa: N802 - the protocol's name
        self.requests.append({"invoke": request.tok, **json_format.MessageToDict(request)})
        return super().Invoke(request)


def main():
    folder, project, stack, config = sys.argv[1:5]
    os.chdir(folder)
    recorder = Recorder(Cloud())
    asyncio.set_event_loop(asyncio.new_event_loop())
    pulumi.runtime.set_mocks(
        Cloud(), project=project, stack=stack, preview="preview" in sys.argv, monitor=recorder
    )
    pulumi.runtime.set_all_config(json.loads(config))

    outputs = {}

    def program():
        runpy.run_path("__main__.py", run_name="__main__")
        exported = pulumi.runtime.get_root_resource().outputs
        pulumi.Output.from_input(exported).apply(outputs.update)

    try:
        asyncio.get_event_loop().run_until_complete(run_pulumi_func(program))
    except pulumi.RunError as error:
        json.dump({"error": str(error)}, sys.stdout)
    else:
        json.dump({"requests": recorder.requests, "outputs": outputs}, sys.stdout)


main()
