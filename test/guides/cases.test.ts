import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderClusterFile } from '../../lab/cluster-file';
import { projectRoot } from '../../lab/paths';
import { parseCluster } from '../../src';
import { clusterFileInput } from '../lab/cluster-file-input';
import { guideCases } from './cases';
import { deriveClusterFile } from './derive';

test.each(guideCases.map((guide) => [guide.id, guide] as const))(
  'what %s installs in the lab is a cluster file',
  (_id, { example, inLab, lab }) => {
    const software = { kubernetesVersion: 'v1.34.4', ...lab };
    const shape = { controlPlanes: 1, workers: 0, ...lab };
    const text = readFileSync(join(projectRoot(), 'examples', 'guides', example), 'utf8');
    const derived = deriveClusterFile(text, renderClusterFile(clusterFileInput(software, shape)), inLab);
    const read = parseCluster(derived.text);
    expect(read.ok ? [] : read.problems).toEqual([]);
  },
);
