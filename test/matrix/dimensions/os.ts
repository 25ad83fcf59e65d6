import { catalog } from '../../../src/catalog/catalog';
import type { OsFamily } from '../../../src/catalog/os/kind';
import { osSchema } from '../../../src/config/schema/os';
import type { StepFacts } from '../../../src/steps';
import type { Dimension } from '../dimension';

/** A machine of each family, as its os-release would say it. */
export const FAMILIES: readonly { readonly name: string; readonly family: OsFamily; readonly os: StepFacts['os'] }[] =
  Object.entries<OsFamily>(catalog.os).map(([name, family]) => {
    const id = family.ids[0] ?? name;
    return { name, family, os: { id, idLike: [], versionId: String(family.majors?.from ?? ''), prettyName: name } };
  });

/** Every answer to each question about the operating system. */
export const osSettings: readonly Dimension[] = [
  enumOf('SELinux', 'selinux', osSchema.shape.selinux.unwrap().options),
  enumOf('firewall', 'firewall', osSchema.shape.firewall.unwrap().options),
  {
    title: 'sysctls',
    fields: ['spec.os'],
    points: osSchema.shape.sysctls
      .unwrap()
      .shape.profile.unwrap()
      .options.map((profile) => ({ name: profile, spec: { os: { sysctls: { profile } } } })),
  },
];

function enumOf(title: string, field: string, options: readonly string[]): Dimension {
  return {
    title,
    fields: [`spec.os.${field}`],
    points: options.map((name) => ({ name, spec: { os: { [field]: name } } })),
  };
}
