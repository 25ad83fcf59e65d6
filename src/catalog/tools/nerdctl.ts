import { renderNerdctlToml } from '../../render/nerdctl-toml';
import type { ToolKind } from './kind';

/** nerdctl for containerd. Its archive also has the scripts of a rootless containerd, which nobody starts. */
export const nerdctl: ToolKind = {
  shareOf: ({ spec: { tools, runtime } }) =>
    tools.nerdctl && {
      title: `nerdctl ${tools.nerdctl.version}`,
      downloads: [
        {
          artifact: 'nerdctl',
          name: 'nerdctl',
          version: tools.nerdctl.version,
          install: { as: 'archive', into: '/usr/local/bin', members: ['nerdctl'] },
          disruption: 'none',
        },
      ],
      files: [
        {
          kind: 'file',
          path: '/etc/nerdctl/nerdctl.toml',
          content: renderNerdctlToml({ cgroupDriver: runtime.cgroupDriver }),
          mode: '0644',
          disruption: 'none',
        },
      ],
      services: [],
    },
};
