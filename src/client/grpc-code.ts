import { isGrpcServiceError } from '@temporalio/client';

/** https://grpc.github.io/grpc/core/md_doc_statuscodes.html */
export const GRPC = { cancelled: 1, deadlineExceeded: 4, failedPrecondition: 9, unavailable: 14 } as const;

/** The status code of a call that failed, wherever in the error's causes it is; undefined when no call did. */
export function grpcCodeOf(error: unknown): number | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (isGrpcServiceError(cause)) return cause.code;
  return undefined;
}

/** True when the service itself did not answer: it is down, or out of reach. */
export function isServiceAway(error: unknown): boolean {
  return grpcCodeOf(error) === GRPC.unavailable;
}
