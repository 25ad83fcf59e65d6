import { haCluster } from '../fakes/clusters';
import { artifactsWithSums } from '../fakes/artifact-sums';

const resolved = (runtime: object) => haCluster({ artifacts: artifactsWithSums, runtime }).spec.runtime;

describe('the runtime', () => {
  it.each([
    ['containerd', {}, { install: 'archive', version: '1.7.24' }],
    ['containerd as a package', { install: 'package' }, { install: 'package' }],
    ['containerd in a version', { version: '2.1.4' }, { install: 'archive', version: '2.1.4' }],
    ['Docker', { name: 'docker' }, { name: 'docker', install: 'package' }],
    ['CRI-O', { name: 'cri-o' }, { name: 'cri-o', install: 'package' }],
  ])('%s has its way of installing', (_, given, wanted) => {
    expect(resolved(given)).toMatchObject(wanted);
  });

  it('has no version where only the repository knows it', () => {
    expect(resolved({ install: 'package' })).not.toHaveProperty('version');
    expect(resolved({ name: 'docker' })).not.toHaveProperty('version');
  });
});
