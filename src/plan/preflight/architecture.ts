import { type NodeRule, yoursToFix } from './rule';

export const architecture: NodeRule = ({ facts }) =>
  facts.architecture === 'unknown'
    ? [yoursToFix('architecture-unsupported', 'the machine is neither amd64 nor arm64', 'Use another machine.')]
    : [];
