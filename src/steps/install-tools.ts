import { listTools } from '../catalog/tools/list-tools';
import { installationResources } from './installation';
import type { BuildStep } from './step-input';

/** Tools beside the runtime, with what they are configured by. Throws ChecksumMissing. */
export const installTools: BuildStep = (input) => {
  const tools = listTools(input.cluster, input.catalog);
  if (tools.length === 0) return undefined;
  return {
    name: 'install-tools',
    title: `Install ${tools.map(({ title }) => title).join(', ')}`,
    resources: tools.flatMap((tool) => installationResources(input, tool)),
  };
};
