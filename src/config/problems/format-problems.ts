import type { Problem } from './problem';

/** The problems as a person reads them: place and path, what is wrong, what was given, what is accepted, a hint. */
export function formatProblems(problems: readonly Problem[], fileName: string): string {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  return [
    ...problems.map((problem) => formatProblem(problem, fileName)),
    `${count} in ${fileName}; nothing was changed.\n`,
  ].join('\n');
}

function formatProblem(
  { path, line, column, message, given, accepted, suggestion }: Problem,
  fileName: string,
): string {
  return [
    `${fileName}:${line}:${column}: ${path === '' ? message : `${path}: ${message}`}`,
    `  given:    ${given}`,
    `  accepted: ${accepted}`,
    ...(suggestion === undefined ? [] : [`  hint:     ${suggestion}`]),
    '',
  ].join('\n');
}
