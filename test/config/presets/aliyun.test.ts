import { aliyun } from '../../../src/config/presets/aliyun';

describe('the mirrors of Alibaba Cloud', () => {
  it('have one repository for all minors before 1.24, with both keys that it was signed with', () => {
    expect(aliyun.kubernetesPackages(17)).toEqual({
      apt: {
        url: 'https://mirrors.aliyun.com/kubernetes/apt/',
        suite: 'kubernetes-xenial',
        components: ['main'],
        keys: [{ url: 'https://mirrors.aliyun.com/kubernetes/apt/doc/apt-key.gpg' }],
      },
      rpm: {
        url: 'https://mirrors.aliyun.com/kubernetes/yum/repos/kubernetes-el7-{basearch}/',
        verify: 'packages',
        exclude: expect.arrayContaining(['kubeadm', 'kubernetes-cni']),
        keys: [
          { url: 'https://mirrors.aliyun.com/kubernetes/yum/doc/yum-key.gpg' },
          { url: 'https://mirrors.aliyun.com/kubernetes/yum/doc/rpm-package-key.gpg' },
        ],
      },
    });
  });

  it('have one a minor from 1.24 on', () => {
    expect(aliyun.kubernetesPackages(24)?.apt?.url).toBe(
      'https://mirrors.aliyun.com/kubernetes-new/core/stable/v1.24/deb/',
    );
  });
});
