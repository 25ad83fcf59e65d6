import type { Context } from '@temporalio/activity';
import type { BorneCauses, CauseTimes } from './borne-causes';
import type { FailureType } from './failures';

/** Shown in the Web UI while an activity runs, and what the next attempt begins with. No secrets. */
export interface HeartbeatDetails extends BorneCauses {
  readonly step?: string;
  /** The last line that was said, redacted. */
  readonly line?: string;
  /** The detached operation that runs, and how much of its output was seen; its outcome is not known yet. */
  readonly operation?: { readonly id: string; readonly offset: number };
}

/** Eight beats within the heartbeat timeout. */
const INTERVAL_MS = 1000;

/** Heartbeats once a second and at every change, until `stop`. Starts with what the last attempt left. */
export class Heartbeat {
  #details: HeartbeatDetails;
  readonly #context: Context;
  readonly #timer: NodeJS.Timeout;

  constructor(context: Context) {
    this.#context = context;
    this.#details = readDetails(context.info.heartbeatDetails);
    this.#timer = setInterval(() => this.#send(), INTERVAL_MS);
    this.#send();
  }

  get details(): HeartbeatDetails {
    return this.#details;
  }

  /** An undefined value removes its key. */
  update(changes: { readonly [Key in keyof HeartbeatDetails]?: HeartbeatDetails[Key] | undefined }): void {
    const entries = Object.entries({ ...this.#details, ...changes }).filter(([, value]) => value !== undefined);
    this.#details = Object.fromEntries(entries);
    this.#send();
  }

  /**
   * Causes of failure that are over, or all of them where the node really changed for the better: their patience starts
   * anew. Work that was only found done, as in every attempt, overcomes nothing.
   */
  overcome(...types: readonly FailureType[]): void {
    const { firstSeen, lastSeen } = this.#details;
    if (firstSeen === undefined) return;
    this.update({ firstSeen: without(firstSeen, types), lastSeen: without(lastSeen ?? {}, types) });
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #send(): void {
    if (this.#context.info.heartbeatTimeoutMs !== undefined) this.#context.heartbeat(this.#details);
  }
}

/** Without these causes, or without any where none is named; undefined when nothing is left. */
function without(times: CauseTimes, types: readonly FailureType[]): CauseTimes | undefined {
  const left = Object.entries(times).filter(([type]) => types.length > 0 && !types.some((each) => each === type));
  return left.length === 0 ? undefined : Object.fromEntries(left);
}

/** Details come back as whatever an older worker sent. */
function readDetails(sent: unknown): HeartbeatDetails {
  return typeof sent === 'object' && sent !== null && !Array.isArray(sent) ? sent : {};
}
