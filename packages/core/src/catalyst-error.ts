import { z } from "zod";

/** What went wrong, for machines: decides the CLI's exit code and the HTTP status. */
export const CatalystErrorCode = z.enum([
  "invalid_input",
  "invalid_configuration",
  "not_found",
  "conflict",
  "forbidden",
  "unsupported",
  "prerequisite_missing",
  "unavailable",
  "storage_full",
  "isolation_unavailable",
  "gateway_unavailable",
  "credential_missing",
  "credential_rejected",
  "policy_violation",
  "budget_exceeded",
  "lease_lost",
  "cancelled",
]);
export type CatalystErrorCode = z.infer<typeof CatalystErrorCode>;

/** An error that is safe to show to the caller; its message names what was attempted, what is wrong and the way out. */
export class CatalystError extends Error {
  readonly code: CatalystErrorCode;

  constructor(code: CatalystErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "CatalystError";
    this.code = code;
  }
}
