import type { StepReport } from '../resources/report';
import type { FileResource, Resource, Step } from '../resources/resource';
import { sh, shLines, type ShellText } from '../ssh/shell';
import type { Session } from '../ssh/session';
import { composeCheck, readReports, splitBySteps } from './check-steps';
import { createNonce, protocolLibrary, readAnswers } from './protocol';

const CONTENT_BYTES = 65_536;
/** As a check, with the content of every file that differs. */
const INSPECT_TIMEOUT_MS = 120_000;

/** A file that is not as wanted, with the bytes it has; undefined: it is not there, a secret, no text, or too large. */
export interface FileFinding {
  readonly file: FileResource;
  readonly current: string | undefined;
}

export interface StepInspection {
  readonly report: StepReport;
  readonly files: readonly FileFinding[];
}

/** A file that others than its owner may read holds no secret; the bytes of any other never leave the node. */
export function isSecretFile({ mode }: FileResource): boolean {
  return (Number.parseInt(mode, 8) & 0o044) === 0;
}

/**
 * As `checkSteps`, with the current bytes of pending files, at most 64 KiB each: ONE round trip. Errors: SshError,
 * RemoteError `garbled-answer`.
 */
export async function inspectSteps(session: Session, steps: readonly Step[]): Promise<StepInspection[]> {
  const resources = steps.flatMap((step) => step.resources);
  const nonce = createNonce();
  const script = shLines([
    protocolLibrary(nonce),
    composeCheck(resources),
    showLibrary,
    ...resources.flatMap(showFile),
  ]);
  const result = await session.run(script, { timeoutMs: INSPECT_TIMEOUT_MS });
  const answers = readAnswers(result.stdout, nonce);
  const reports = splitBySteps(steps, readReports(session.node, resources, answers, result.stderr));
  const contents = new Map(
    answers.filter(({ word }) => word === 'content').map(({ fields }) => [Number(fields[0]), fields[1] ?? '']),
  );
  let index = 0;
  return steps.map((step, at) => {
    const findings = step.resources.flatMap((resource): FileFinding[] => {
      const content = contents.get(index);
      index += 1;
      return resource.kind === 'file' && content !== undefined ? [{ file: resource, current: decode(content) }] : [];
    });
    return { report: reports[at] as StepReport, files: findings };
  });
}

const showLibrary = sh`
# show_file INDEX PATH: its bytes, when it is pending
show_file() {
  look_at "$1"
  [ "$state" = 1 ] || return 0
  # What is to be read by everybody may still hold the secret of an earlier wish.
  case $(stat -L -c %a -- "$2" 2>/dev/null) in
    *[4567]? | *[4567])
      if [ -f "$2" ] && [ "$(stat -L -c %s -- "$2")" -le ${CONTENT_BYTES} ]; then
        answer content "$1" "$(base64 -w 0 <"$2")"
        return 0
      fi ;;
  esac
  answer content "$1" -
}
`;

function showFile(resource: Resource, index: number): ShellText[] {
  if (resource.kind !== 'file') return [];
  return isSecretFile(resource) ? [] : [sh`show_file ${index} ${resource.path}`];
}

function decode(field: string): string | undefined {
  if (field === '-') return undefined;
  const text = Buffer.from(field, 'base64').toString('utf8');
  return text.includes('\0') || text.includes('\uFFFD') ? undefined : text;
}
