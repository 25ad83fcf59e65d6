import { ask } from './json-socket';

const ANSWER_TIMEOUT_MS = 30_000;

/** Id of the machine's one network device, as its monitor knows it. */
export const NETWORK_DEVICE = 'net0';

/** Whether the machine's monitor answers: it has power. */
export async function isMonitorThere(socketFile: string): Promise<boolean> {
  const requests = [{ execute: 'qmp_capabilities' }, { execute: 'query-status' }] as const;
  return ask({ socketFile, requests, timeoutMs: ANSWER_TIMEOUT_MS }).then(
    () => true,
    () => false,
  );
}

/** The machine sees a carrier, or none, and no packet passes then. */
export async function setCarrier(socketFile: string, isUp: boolean): Promise<void> {
  await ask({
    socketFile,
    requests: [{ execute: 'qmp_capabilities' }, { execute: 'set_link', arguments: { name: NETWORK_DEVICE, up: isUp } }],
    timeoutMs: ANSWER_TIMEOUT_MS,
  });
}
