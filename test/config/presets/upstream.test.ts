import { upstream } from '../../../src/config/presets/upstream';

describe('the projects themselves', () => {
  it('serve packages from 1.24 on', () => {
    expect(upstream.kubernetesPackages(24)?.apt?.url).toBe('https://pkgs.k8s.io/core:/stable:/v1.24/deb/');
    expect(upstream.kubernetesPackages(23)).toBeUndefined();
  });
});
