/** What came of reaching one machine from another. */
export interface LinkProbe {
  readonly from: string;
  /** A node's name, or `vip` for the host of the control plane endpoint. */
  readonly to: string;
  /** A TCP port; `ping`; `ping-mtu`: a ping of the sender's full MTU that must not be fragmented. */
  readonly what: number | 'ping' | 'ping-mtu';
  /** `refused`: the way is open and nobody listens. `blocked`: no answer, or told that it is prohibited. */
  readonly result: 'open' | 'refused' | 'blocked';
}
