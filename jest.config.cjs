/**
 * `unit` needs nothing but Node, and the Temporal dev server for workflow tests; `simulated` is apart since real workers
 * leave promise hooks behind in their process, which make thousands of simulated installs slow; `through-temporal` lays
 * the same faults with such workers and a real server; `e2e` installs real clusters in the lab.
 */
const shared = {
  testEnvironment: 'node',
  transform: {
    '^.+\\.(ts|mjs|js)$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!smol-toml/)'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
};

module.exports = {
  // Many tests start real servers, which five seconds may not be enough for on a shared machine.
  testTimeout: 60_000,
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/', '<rootDir>/test/faults/simulated/'],
    },
    {
      ...shared,
      displayName: 'simulated',
      testMatch: ['<rootDir>/test/faults/simulated/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/faults/simulated/through-temporal/'],
    },
    {
      ...shared,
      displayName: 'through-temporal',
      testMatch: ['<rootDir>/test/faults/simulated/through-temporal/**/*.test.ts'],
    },
    { ...shared, displayName: 'e2e', testMatch: ['<rootDir>/test/e2e/**/*.test.ts'] },
  ],
};
