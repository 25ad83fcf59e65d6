/** Two projects: `unit` needs nothing but Node (and the Temporal dev server for workflow tests); `e2e` installs real clusters in the lab. */
const shared = {
  testEnvironment: 'node',
  transform: { '^.+\\.(ts|mjs|js)$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'commonjs' } }] },
  transformIgnorePatterns: ['/node_modules/(?!smol-toml/)'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
};

module.exports = {
  // Many tests start real servers, which five seconds may not be enough for on a shared machine.
  testTimeout: 60_000,
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['<rootDir>/test/**/*.test.ts'], testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/'] },
    { ...shared, displayName: 'e2e', testMatch: ['<rootDir>/test/e2e/**/*.test.ts'] },
  ],
};
