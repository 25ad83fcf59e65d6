import { type NodeRule, yoursToFix } from './rule';

/** The oldest systemd whose options detached operations keep to. */
const OLDEST_SYSTEMD = 219;

export const operatingSystem: NodeRule = ({ facts: { os, systemdVersion }, supportedOs }) => [
  ...(supportedOs.covers(os)
    ? []
    : [
        yoursToFix(
          'os-unsupported',
          `the operating system is ${os.prettyName}`,
          `Install one of ${supportedOs.names.join(', ')}, or give Slipway a catalog with a family for ${os.id}.`,
        ),
      ]),
  ...(systemdVersion >= OLDEST_SYSTEMD
    ? []
    : [
        yoursToFix(
          'systemd-old',
          systemdVersion === 0 ? 'systemd does not run' : `systemd is ${systemdVersion}`,
          `Use an operating system with systemd ${OLDEST_SYSTEMD} or newer.`,
        ),
      ]),
];
