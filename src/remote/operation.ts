export { digestInput } from './operation/identity';
export { followOperation, type FollowOptions, type OperationOutcome } from './operation/follow-operation';
export { startOrAttach, type OperationInput, type StartedOperation } from './operation/start-or-attach';
