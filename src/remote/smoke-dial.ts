import type { DialAnswer, SmokeProbe } from '../plan/smoke-probes';
import type { Session } from '../ssh/session';
import { sh, shLines } from '../ssh/shell';

/** How many probes run side by side on the asking control plane. */
const WIDTH = 8;

/** $1 is the limit in seconds, $2 the file with one line of curl configuration. */
const DIAL_ONE = 'curl -s -m "$1" -K "$2" > "$2.answer"; :';

/**
 * Asks each probe's pod to dial its target, from the session's node; one round trip for all. The answers stand in the
 * probes' order; undefined where the asking pod itself could not be reached within `probeTimeoutSeconds`.
 */
export async function dialProbes(
  session: Session,
  probes: readonly SmokeProbe[],
  options: { readonly port: number; readonly probeTimeoutSeconds: number; readonly signal?: AbortSignal },
): Promise<readonly (DialAnswer | undefined)[]> {
  const urls = probes.map((probe) => dialUrl(probe, options.port));
  const script = shLines([
    sh`directory=$(mktemp -d /run/slipway-smoke.XXXXXX) && trap 'rm -rf "$directory"' EXIT`,
    sh`split -l 1 -d -a 6 - "$directory/url."`,
    sh`find "$directory" -name 'url.??????' | xargs -P ${WIDTH} -n 1 sh -c ${DIAL_ONE} probe ${options.probeTimeoutSeconds}`,
    sh`cd "$directory" && for file in *.answer; do base64 -w0 < "$file"; echo; done`,
  ]);
  const result = await session.run(script, {
    stdin: urls.map((url) => `url = "${url}"\n`).join(''),
    ...(options.signal ? { signal: options.signal } : {}),
  });
  const lines = result.stdout.split('\n');
  return probes.map((_, index) => readAnswer(lines[index] ?? ''));
}

function dialUrl(probe: SmokeProbe, port: number): string {
  const query = new URLSearchParams({
    host: probe.host,
    port: String(probe.port),
    protocol: 'http',
    tries: '1',
    request: probe.request,
  });
  return `http://${bracketed(probe.from)}:${port}/dial?${query.toString()}`;
}

function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

function readAnswer(line: string): DialAnswer | undefined {
  try {
    return JSON.parse(Buffer.from(line, 'base64').toString()) as DialAnswer;
  } catch {
    return undefined;
  }
}
