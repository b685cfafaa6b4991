"""A strict stand-in for one Pipedrive company: a pure core and a thin HTTP shell.

The core (`sandbox.Sandbox`) does no I/O and reads no clock; `serving` puts it on a port and sends
its webhooks. Shapes and figures follow Pipedrive's published OpenAPI files and documentation
(developers.pipedrive.com/docs/api/v1, pipedrive.readme.io, as of 2026-11).
"""
