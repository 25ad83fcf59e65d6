import type { Download } from '../catalog/download';
import type { Service } from '../catalog/service';
import type { Resource } from '../resources/resource';
import { downloadSource } from './artifacts';
import { architectureOf, checksumOf } from './checksum';
import { behindProxy, proxyGone } from './proxy';
import { serviceResources } from './service';
import type { StepInput } from './step-input';

/** What is downloaded, then what has to be there, then the services: a unit takes up a new program by a restart. */
export interface Installation {
  readonly downloads: readonly Download[];
  readonly files: readonly Resource[];
  readonly services: readonly Service[];
}

/** An installation as this node takes it. Throws ChecksumMissing. */
export function installationResources(input: StepInput, { downloads, files, services }: Installation): Resource[] {
  const { cluster, facts, inputs } = input;
  const found = downloads.map((download) => {
    const source = downloadSource(cluster, download, architectureOf(facts));
    return { download, source, sha256: checksumOf(source, inputs) };
  });
  const programsOf = (unit: string) => found.filter(({ download }) => download.runBy === unit);
  return [
    ...found.map(({ download: { install, disruption }, source: { title, url }, sha256 }): Resource => ({
      kind: 'artifact',
      title,
      url,
      sha256,
      install,
      disruption,
    })),
    ...files,
    ...services.flatMap((service) => [
      ...proxyGone(service, input),
      ...serviceResources({
        ...behindProxy(service, input),
        madeFrom: programsOf(service.unit).map(({ sha256 }) => sha256),
      }),
    ]),
  ];
}
