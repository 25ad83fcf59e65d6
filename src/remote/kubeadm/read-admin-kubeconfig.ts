import type { Session } from '../../ssh/session';
import { raw, sh } from '../../ssh/shell';
import { askLibrary } from '../probe/kubernetes-script';

/** One small file. */
const READ_TIMEOUT_MS = 30_000;

/** /etc/kubernetes/admin.conf of a control plane, a secret; undefined where there is none, or not a whole one. */
export async function readAdminKubeconfig(session: Session, signal?: AbortSignal): Promise<string | undefined> {
  const script = sh`
${raw(askLibrary)}
is_whole_kubeconfig /etc/kubernetes/admin.conf && cat /etc/kubernetes/admin.conf`;
  const result = await session.run(script, { timeoutMs: READ_TIMEOUT_MS, ...(signal && { signal }) });
  return result.exitCode === 0 && result.stdout !== '' ? result.stdout : undefined;
}
