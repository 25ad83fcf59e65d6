import { optionalSysctls, requiredSysctls } from '../../../src/catalog/kubernetes/sysctls';
import { haCluster } from '../../fakes/clusters';

const dualStack = { podSubnet: '10.244.0.0/16,fd00:10:244::/56', serviceSubnet: '10.96.0.0/16,fd00:10:96::/112' };

describe('kernel parameters', () => {
  it('are what pods need, and nothing else, by default', () => {
    expect(Object.keys(requiredSysctls(haCluster()))).toEqual([
      'net.ipv4.ip_forward',
      'net.bridge.bridge-nf-call-iptables',
      'net.bridge.bridge-nf-call-ip6tables',
    ]);
    expect(optionalSysctls(haCluster())).toEqual({});
  });

  it('are many more in the tuned profile, where the cluster file’s own stand', () => {
    const tuned = optionalSysctls(
      haCluster({ os: { sysctls: { profile: 'tuned', values: { 'vm.swappiness': '10' } } } }),
    );
    expect(tuned).toMatchObject({ 'fs.inotify.max_user_instances': '8192', 'vm.swappiness': '10' });
  });

  it('are never both required and optional', () => {
    const values = { 'net.ipv4.ip_forward': '0' };
    const cluster = haCluster({ os: { sysctls: { profile: 'tuned', values } } });
    expect(optionalSysctls(cluster)).not.toHaveProperty(['net.ipv4.ip_forward']);
    expect(requiredSysctls(cluster)).toHaveProperty(['net.ipv4.ip_forward'], '1');
  });

  it('leave IPv6 on where pods have it', () => {
    const tuned = (spec = {}) => optionalSysctls(haCluster({ ...spec, os: { sysctls: { profile: 'tuned' } } }));
    expect(tuned()).toHaveProperty(['net.ipv6.conf.all.disable_ipv6'], '1');
    expect(tuned({ networking: dualStack })).not.toHaveProperty(['net.ipv6.conf.all.disable_ipv6']);
  });
});
