import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { transformSync } from '@swc/core';

/** A `require` that reads the checkout's TypeScript as it is, so that a script needs no build before it. */
export function requireTypescript(from) {
  const require = createRequire(from);
  require.extensions['.ts'] = (module, file) => {
    const options = {
      filename: file,
      jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
      module: { type: 'commonjs' },
    };
    module._compile(transformSync(readFileSync(file, 'utf8'), options).code, file);
  };
  return require;
}
