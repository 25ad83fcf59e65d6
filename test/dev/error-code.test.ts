import { readFileSync } from 'node:fs';
import { hasErrorCode } from '../../src/dev/error-code';

test('the codes of Node errors are told apart', () => {
  let error: unknown;
  try {
    readFileSync('/no/such/file');
  } catch (caught) {
    error = caught;
  }
  expect(hasErrorCode(error, 'EEXIST', 'ENOENT')).toBe(true);
  expect(hasErrorCode(error, 'EEXIST')).toBe(false);
});

test.each([undefined, null, 'ENOENT', new Error('plain')])('what is no Node error has no code (%p)', (error) => {
  expect(hasErrorCode(error, 'ENOENT')).toBe(false);
});
