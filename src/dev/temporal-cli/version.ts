/**
 * The Temporal CLI whose dev server is embedded: Server 1.29.1, UI 2.42.1. Newer ones cannot be installed with
 * `go install`, because their go.mod has a `replace`.
 */
export const TEMPORAL_CLI_VERSION = '1.5.1';

export const TEMPORAL_CLI_MODULE = 'github.com/temporalio/cli/cmd/temporal';
