import { runtimeOf } from '../catalog/look-up';
import type { Resource } from '../resources/resource';
import { sh } from '../ssh/shell';
import type { StepInput } from './step-input';

/**
 * Stops where a package whose version the file leaves open has brought a runtime that the kubelet does not go with.
 * Nothing makes it so: whoever reads the reason names a version.
 */
export function checkPackagedRuntime({ cluster, catalog }: StepInput): Resource[] {
  const { name, install, version } = cluster.spec.runtime;
  const limit = runtimeOf(cluster, catalog).packageLimit?.(cluster);
  if (install !== 'package' || version !== undefined || limit === undefined) return [];
  const { program, beforeMajor, why } = limit;
  const next = 'set spec.runtime.version to an older package, or spec.runtime.install: archive';
  return [
    {
      kind: 'command',
      title: `${name} older than ${beforeMajor}`,
      check: sh`major=$(${program} --version 2>/dev/null | grep -oE '[0-9]+[.][0-9]+[.][0-9]+' | head -n 1 | cut -d . -f 1)
[ -n "$major" ] || { echo ${'not installed yet'}; exit 1; }
[ "$major" -lt ${beforeMajor} ] || { echo ${`the package brought a newer ${name}, and ${why}: ${next}`}; exit 1; }`,
      apply: sh`:`,
      disruption: 'none',
    },
  ];
}
