import { parse } from 'smol-toml';
import { renderContainerdConfig } from '../../src/render/containerd-config';
import { describeGoldens } from '../fakes/goldens';

const config = (version: string, overrides = {}, cgroupDriver: 'systemd' | 'cgroupfs' = 'systemd') =>
  renderContainerdConfig({
    version,
    cgroupDriver,
    sandboxImage: 'registry.k8s.io/pause:3.10.1',
    registryDirectory: '/etc/containerd/certs.d',
    overrides,
  });

describeGoldens('containerd-config', 'toml', {
  'format-2': () => config('1.7.24'),
  'format-3': () => config('2.1.4'),
  'format-2-override': () =>
    config('1.6.20', {
      debug: { level: 'info' },
      plugins: { 'io.containerd.grpc.v1.cri': { restrict_oom_score_adj: true, max_concurrent_downloads: 6 } },
    }),
  'format-2-cgroupfs': () => config('1.6.33', {}, 'cgroupfs'),
  'format-3-cgroupfs': () => config('2.1.4', {}, 'cgroupfs'),
  'format-3-override': () =>
    config('2.1.4', { plugins: { 'io.containerd.cri.v1.runtime': { restrict_oom_score_adj: true } } }),
});

describe('renderContainerdConfig', () => {
  it('keeps what an override does not name', () => {
    const text = config('1.7.24', {
      plugins: { 'io.containerd.grpc.v1.cri': { containerd: { runtimes: { runc: { options: { Root: '/x' } } } } } },
    });
    expect(parse(text)).toMatchObject({
      plugins: {
        'io.containerd.grpc.v1.cri': {
          containerd: { runtimes: { runc: { options: { Root: '/x', SystemdCgroup: true } } } },
        },
      },
    });
  });

  it.each([
    ['an archive', '2.0.0', 3],
    ['a package', '2.1.4-1', 3],
    ['a package with an epoch', '5:1.7.24-1', 2],
    ['a distribution’s package', '1.7.24~ds1-6', 2],
  ])('is of the format that %s reads', (_, version, format) => {
    expect(parse(config(version))).toMatchObject({ version: format });
  });

  it('is of the format that every version reads where the version is not known', () => {
    const input = { sandboxImage: 'pause', registryDirectory: '/d', overrides: {} };
    expect(parse(renderContainerdConfig({ ...input, cgroupDriver: 'systemd' }))).toMatchObject({ version: 2 });
  });

  it('leaves no way out of a string, whatever an override holds', () => {
    const hostile = "x\"\n[plugins.\"evil\"]\nrun = '''yes'''\\ \u0000\u007f";
    expect(parse(config('2.0.0', { a: { b: hostile, 'c"]\n': hostile } }))).toMatchObject({
      a: { b: hostile, 'c"]\n': hostile },
    });
  });
});
