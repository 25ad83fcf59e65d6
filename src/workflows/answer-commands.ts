import type { Gate, ParkedBranch } from './messages';

/** The command lines that answer a gate, as a person types them. */
export function gateCommands(cluster: string, gate: Gate): readonly string[] {
  return [`slipway approve ${cluster} --digest ${gate.digest}`, `slipway reject ${cluster} --digest ${gate.digest}`];
}

/** The command lines that answer a parked branch; a control plane cannot be skipped. */
export function branchCommands(cluster: string, branch: ParkedBranch, canSkip: boolean): readonly string[] {
  return [
    `slipway retry ${cluster} ${branch.node}`,
    ...(canSkip ? [`slipway skip ${cluster} ${branch.node}`] : []),
    `slipway abort ${cluster}`,
  ];
}

/** The command line that lets a held run go on. */
export function releaseCommand(cluster: string): string {
  return `slipway release ${cluster}`;
}
