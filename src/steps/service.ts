import type { Service } from '../catalog/service';
import type { Disruption, Resource } from '../resources/resource';
import { raw, sh, type ShellText } from '../ssh/shell';
import { digest, sha256 } from './stamp';

/**
 * The files of a service, their validation, and its unit with a stamp over all that it is made from, in that order: a
 * unit never takes up files that its own program refuses.
 */
export function serviceResources(service: Service): Resource[] {
  const { unit, files, madeFrom = [], active, takeUp, disruption, validate } = service;
  const written = files.map(({ path, content }) => `${path}\n${content}`);
  return [
    ...files.map((file): Resource => ({ kind: 'file', ...file, disruption })),
    ...(validate === undefined ? [] : [buildValidation(service, validate)]),
    {
      kind: 'unit',
      name: unit,
      enabled: true,
      ...(active === undefined ? {} : { active }),
      stamp: digest(...written, ...madeFrom),
      ...(takeUp === undefined ? {} : { takeUp }),
      disruption,
    },
  ];
}

/** Pending whenever a file is, so that what was just written is judged before the unit sees it. */
function buildValidation({ unit, files }: Service, validate: readonly string[]): Resource {
  const sums = files.map(({ path, content }) => sh`echo ${`${sha256(content)}  ${path}`}`);
  const areWritten = sh`{ ${raw(inOneLine(sums))}; } | sha256sum -c --status 2>/dev/null`;
  const [program = ''] = validate;
  const none: Disruption = 'none';
  return {
    kind: 'command',
    title: `check the configuration of ${unit}`,
    check: sh`${raw(areWritten)} || { echo ${'not written yet'}; exit 1; }
command -v ${program} >/dev/null || { echo ${`${program} is not installed yet`}; exit 1; }
why=$(${validate} 2>&1) || { printf '%s\\n' "$why" | tail -n 3; exit 1; }`,
    apply: sh`${validate} >&2`,
    disruption: none,
  };
}

function inOneLine(pieces: readonly ShellText[]): ShellText {
  return pieces.reduce((all, piece) => sh`${raw(all)}; ${raw(piece)}`);
}
