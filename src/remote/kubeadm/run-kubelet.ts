import type { Session } from '../../ssh/session';
import { sh } from '../../ssh/shell';
import type { Writer } from '../guard';
import { runGuarded } from '../run-guarded';

/** systemd is asked, not waited for; the lock may be. */
const START_TIMEOUT_MS = 60_000;

/** Afterwards the kubelet was told to run; systemd starts it in the background. Errors: as `runGuarded`. */
export async function startKubelet(session: Session, writer: Writer): Promise<void> {
  await runGuarded(session, writer, sh`systemctl start --no-block kubelet`, { timeoutMs: START_TIMEOUT_MS });
}
