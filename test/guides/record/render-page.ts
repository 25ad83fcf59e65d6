import type { GuideCase } from '../guide-case';
import type { GuideRecord, RecordedResult } from './record';
import { table } from './table';

const HEAD = `# The guides

Hand-written guides that people install clusters by today, each as a cluster file and an install on machines of the
[lab](lab.md). Made from recorded results by \`npm run guides -- --record\`; a test fails when the two differ.

\`npm run guides\` installs each example on fresh machines, one case at a time, and asks what the guide asks in the end.
`;

/** docs/guides.md, whole; pure. */
export function renderPage(cases: readonly GuideCase[], { results }: GuideRecord): string {
  const find = (id: string) => results.find((result) => result.id === id);
  const head = ['case', 'what is installed', 'example', 'shown', 'install, s', 'product'];
  const rows = cases.map((guide) => summarize(guide, find(guide.id)));
  const sections = [HEAD, table(head, rows), ...cases.map((guide) => describeCase(guide, find(guide.id)))];
  return `${sections.map((section) => section.trim()).join('\n\n')}\n`;
}

function summarize({ id, title, example, checks }: GuideCase, result: RecordedResult | undefined): string[] {
  const file = `[${example}](../examples/guides/${example})`;
  if (result === undefined) return [id, title, file, 'not run yet', '–', '–'];
  const shown = result.failure === undefined ? countChecks(checks, result) : 'failed';
  const took = result.installMs === undefined ? '–' : (result.installMs / 1000).toFixed(0);
  return [id, title, file, shown, took, `\`${result.product}\`, ${result.date}`];
}

/** A check that came after the run neither holds nor fails. */
function countChecks(checks: GuideCase['checks'], result: RecordedResult): string {
  const asked = result.checks.filter(({ title }) => checks.some((check) => check.title === title));
  const held = asked.filter(({ passed }) => passed).length;
  const later = checks.length - asked.length;
  return `${held} of ${asked.length} checks hold${later === 0 ? '' : `, ${later} not asked yet`}`;
}

function describeCase({ id, checks, edges, corrections }: GuideCase, result: RecordedResult | undefined): string {
  return [
    `## ${id}`,
    ...(result?.failure === undefined ? [] : [`It failed: ${result.failure}`]),
    table(
      ['what must hold', 'seen'],
      checks.map(({ title }) => [title, sayOf(title, result)]),
    ),
    ...list('Otherwise than in the example, since the lab’s machines are what they are:', describeDifferences(result)),
    ...list('Shown up to an edge:', edges),
    ...list(
      'Where the guide is wrong:',
      corrections.map(({ guide, instead }) => `${guide} Instead: ${instead}`),
    ),
  ].join('\n\n');
}

function sayOf(title: string, result: RecordedResult | undefined): string {
  const outcome = result?.checks.find((check) => check.title === title);
  if (outcome === undefined) return 'not asked yet';
  return outcome.passed ? outcome.said : `**does not hold**: ${outcome.said}`;
}

function describeDifferences(result: RecordedResult | undefined): string[] {
  return (result?.differences ?? []).map(
    ({ setting, example, lab }) => `\`${setting}\`: \`${lab}\` in place of \`${example}\``,
  );
}

function list(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [title, items.map((item) => `- ${item}`).join('\n')];
}
