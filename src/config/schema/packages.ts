import { z } from 'zod';
import { httpUrl, rpmUrl, sha256, workerPath } from './locations';
import { rfc1123Label, text } from './scalars';

const key = z.strictObject({
  file: workerPath().optional().describe('File on the worker that holds the key.'),
  url: httpUrl().optional().describe('Where the worker downloads the key.'),
  sha256: sha256().optional().describe('Checksum of the key. Required for a `url` that is not https.'),
});

const keys = () =>
  z
    .array(key, { error: 'a list of keys' })
    .default([])
    .describe('Public keys that the repository is signed with: each a `file` or a `url`, armored or binary.');

const suite = () => text('a suite such as stable, bookworm/updates or /', /^(?:\/|[a-z0-9][A-Za-z0-9._+/-]*)$/);
const component = () => text('a component such as main', /^[a-z0-9][A-Za-z0-9._+/-]*$/);
const packageName = () => text('the name of a package such as kubelet', /^[A-Za-z0-9][A-Za-z0-9._+-]*$/);

const apt = z.strictObject({
  url: httpUrl().describe('Address of the repository.'),
  suite: suite().default('/').describe('Suite, or a path that ends with / of a repository without suites.'),
  components: z
    .array(component(), { error: 'a list of components' })
    .default([])
    .describe('Components of the suite; none where there are no suites.'),
  keys: keys(),
});

const rpm = z.strictObject({
  url: rpmUrl().describe('Address of the repository; {releasever} and {basearch} are filled in by the node.'),
  verify: z
    .enum(['packages', 'metadata', 'both', 'none'])
    .default('packages')
    .describe(
      'What is signed, and checked: the `packages`, the `metadata`, or `both`. `none` only over https, for a repository that signs nothing.',
    ),
  exclude: z
    .array(packageName(), { error: 'a list of package names' })
    .default([])
    .describe('Packages that an upgrade of the system leaves alone.'),
  keys: keys(),
});

const systemId = () => text('an ID of os-release such as rocky', /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 64);

const repository = z.strictObject({
  name: rfc1123Label().describe('Name of the repository; its files on the nodes are named after it.'),
  systems: z
    .array(systemId(), { error: 'a list of IDs of os-release' })
    .min(1, { error: 'at least one ID' })
    .optional()
    .describe('Operating systems that it is for, by ID in /etc/os-release. Default: all whose package client it fits.'),
  apt: apt.optional().describe('The repository for nodes with apt.'),
  rpm: rpm.optional().describe('The repository for nodes with dnf or yum.'),
});

export const packagesSchema = z.strictObject({
  repositories: z
    .array(repository, { error: 'a list of repositories' })
    .default([])
    .describe(
      'Package repositories that are added to those of the nodes, on those nodes whose package client they fit. Where none but `kubernetes` is named, Docker’s own is added for `docker-ce` and `containerd.io` on Red Hat’s family: that of the preset.',
    ),
});
