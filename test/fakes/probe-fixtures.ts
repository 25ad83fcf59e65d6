import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Everything that a recorded probe says, decoded. */
export function describeMachine(fixture: string): string {
  const recorded = readFileSync(join(__dirname, '..', 'fixtures', 'probe', `${fixture}.txt`), 'utf8');
  return recorded
    .split('\n')
    .map((line) => line.split(' '))
    .map(([, , key, text]) => `${key} ${Buffer.from(text ?? '', 'base64').toString()}`)
    .join('\n');
}
