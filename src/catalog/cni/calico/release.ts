import type { Cluster } from '../../../config/cluster';
import type { ManifestSource } from '../kind';

const PUBLISHER = 'https://raw.githubusercontent.com/projectcalico/calico';

/** First release whose operator leaves the definitions of its kinds to a manifest of their own. */
const DEFINITIONS_APART_SINCE = '3.30.0';

export type CalicoFile =
  | 'calico.yaml'
  | 'calico-typha.yaml'
  | 'canal.yaml'
  | 'tigera-operator.yaml'
  | 'operator-crds.yaml';

/** SHA-256 of files under `manifests/` at the tag of each release, taken from the repository. */
const SUMS: Readonly<Record<string, Readonly<Record<CalicoFile, string>>>> = {
  '3.26.5': {
    'calico.yaml': '2468a8c939658b959860b0e78c3d2f420c53bb08af7511f3d335e051f9db8b22',
    'calico-typha.yaml': '581fb773a10c224a0dd3c23e8ebd7ba7a468465a44c328b7ccdc66f58cb0b086',
    'canal.yaml': '969cbc050ce6225a30f7c77176f85960cdfac94a5d44b38a241dd4c0d5c6ee96',
    'tigera-operator.yaml': '89fe91573b3703c761741dadf91ea49132a42f8b07cc6ff6fdf4d0a03b5e7593',
    'operator-crds.yaml': '6c7aae753e5e618b1a74076b4566732796487dde19c8252b4366e57cc61134f4',
  },
  '3.28.0': {
    'calico.yaml': '93e7f39c3f93f9dc67ee2386aa7240d8d13ff62e54535a2f5f6432e8c6c0f24f',
    'calico-typha.yaml': '847fe66a4e87d1c03f630c6f9b3f6cf82a8ef3bc1d74925a96a3cebdff58efe4',
    'canal.yaml': 'bd00252547529391f9c6ca4c9a0f574492d743859f125fe6d959f3cb6ab3213e',
    'tigera-operator.yaml': '3171a5730e78aa90c5472d2df395056343cc9b05ae47ed5935cf3dd684b6ad17',
    'operator-crds.yaml': '8145029552352040a1cdda934fb7897c8416bd9706f94059e69bbb97329167c0',
  },
  '3.28.5': {
    'calico.yaml': '206678e7adb2e931bb97385300c408490635616f371941d68468207d6e0f9713',
    'calico-typha.yaml': '0126ae47ad72cd8c6266f5ea07a299c0ab0ff56a6f06743d26494b10291080f0',
    'canal.yaml': 'f9061c2a1d969e076ad1284195cae930ced87bb5bf7bd74960755d9aa15416ef',
    'tigera-operator.yaml': '69159fe3450ff0cf8b6db29e2b011a287ed5d8de341e81812c98aae69d3e51b5',
    'operator-crds.yaml': 'aae1a327a88c8841dfce4747a4850d403130db9dfb1b9ea46c9428b5a6727b32',
  },
  '3.29.7': {
    'calico.yaml': 'b200cb3c2c7341717abe98e4acc80a13117bcd2c9c46ad46e8c209c5753f0b2f',
    'calico-typha.yaml': 'a6553e0feac5d703981568c9d7954f52d6b2abb51adace0a52bb65a80e9275d6',
    'canal.yaml': 'fafa137db23119bdb525924c23d09e476e538bd282df904d123ef117d0db8528',
    'tigera-operator.yaml': 'a571ef21476c026618a7c7b092a3ab1744ec191e02492655d8c1468ac08f25f2',
    'operator-crds.yaml': '431f46a488a8bef14cd00f9518a85b4d02bd030680247d802a84c6f4098d0891',
  },
  '3.31.7': {
    'calico.yaml': 'd6d8a489a4ed8e5b8efd8b339047b496ca657b55ee2e3618e791507b0a853e8d',
    'calico-typha.yaml': '86bdaabf6098f98320773a257f3408f70a8654e9ccf26a48e717ef2d028d71b7',
    'canal.yaml': 'f3320f85a4ee78893ad2b60f223a76b4ecc9ba4b0bbdfb2d501f01d69a3fdefb',
    'tigera-operator.yaml': '092c10b3d0cb73617aca51367ca59755348f4647e6d2e63fa4e5b81266203214',
    'operator-crds.yaml': '380414d5756e9a1af29ddb1ad70cada07aa344ae7a2680ba7355248621f8adbf',
  },
  '3.32.1': {
    'calico.yaml': 'a1df919d9721cf667accdc3e72848911b0cb25cfab7d2478ad0c996302c95744',
    'calico-typha.yaml': '7ecc42a5ca2bd47764384f5c52b89b007c06cbf907fd3214c1cf4abc75ead76f',
    'canal.yaml': 'aa58a7b245586a90d75d969b9184326f6218acea7e4951ce2931113cd8e91e39',
    'tigera-operator.yaml': 'f18e073794207d372606bc3ea6f8fd73972f86d6828f4ba666dfe0d4aa8ab07f',
    'operator-crds.yaml': '192f8b2d934ef24b62e86b7e1a6e1762d1c8af26a916f78057bc13fa5ed60f71',
  },
};

/** Throws for a release whose checksum is not known; the rules of the cluster file let none pass. */
export function calicoSource({ spec: { cni } }: Cluster, file: CalicoFile): ManifestSource {
  const version = cni.version ?? '';
  const sha256 = SUMS[version]?.[file];
  if (sha256 !== undefined) return { url: `${PUBLISHER}/v${version}/manifests/${file}`, sha256 };
  throw new Error(
    `no checksum of Calico ${version || '(no version)'} is known; set spec.cni.version to one of ` +
      `${Object.keys(SUMS).join(', ')}, or give a spec.cni.manifest`,
  );
}

/** The operator and the definitions of its kinds. */
export function operatorSources(cluster: Cluster): ManifestSource[] {
  const operator = calicoSource(cluster, 'tigera-operator.yaml');
  return isCalico(cluster, DEFINITIONS_APART_SINCE)
    ? [calicoSource(cluster, 'operator-crds.yaml'), operator]
    : [operator];
}

/** Whether the cluster's Calico is of this version or newer. */
export function isCalico({ spec: { cni } }: Cluster, since: string): boolean {
  return (cni.version ?? '').localeCompare(since, 'en', { numeric: true }) >= 0;
}
