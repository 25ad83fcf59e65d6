export { digestInput } from './operation/identity';
export { followOperation, type OperationOutcome } from './operation/follow-operation';
export { startOrAttach, type OperationInput } from './operation/start-or-attach';
