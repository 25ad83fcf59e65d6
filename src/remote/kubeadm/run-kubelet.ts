import type { Session } from '../../ssh/session';
import { sh } from '../../ssh/shell';
import type { Writer } from '../guard';
import { runGuarded } from '../run-guarded';

/** Afterwards the kubelet was told to run; systemd starts it in the background. Errors: as `runGuarded`. */
export async function startKubelet(session: Session, writer: Writer): Promise<void> {
  await runGuarded(session, writer, sh`systemctl start --no-block kubelet`, { timeoutMs: 60_000 });
}
