import { HEADER } from './parts/header';
import { renderYaml } from './parts/yaml';

export interface CrictlYamlInput {
  /** URL of the CRI socket. */
  readonly socket: string;
}

/** A first pull of a large image, in seconds, is the longest that crictl waits for. */
const TIMEOUT_SECONDS = 300;

/** /etc/crictl.yaml: without it crictl tries the sockets of every runtime in turn. */
export function renderCrictlYaml({ socket }: CrictlYamlInput): string {
  return HEADER + renderYaml([{ 'runtime-endpoint': socket, 'image-endpoint': socket, timeout: TIMEOUT_SECONDS }]);
}
