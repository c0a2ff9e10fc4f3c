import { z } from "zod";

/** What went wrong, for machines: decides the CLI's exit code and the HTTP status. */
export const CatalystErrorCode = z.enum([
  "invalid_input",
  "invalid_configuration",
  "not_found",
  "conflict",
  /** What whoever asks knows of it has changed since. */
  "outdated",
  "base_gone",
  "unauthenticated",
  "forbidden",
  "unsupported",
  "prerequisite_missing",
  "unavailable",
  "storage_full",
  "isolation_unavailable",
  "gateway_unavailable",
  "environment_refused",
  "credential_missing",
  "credential_rejected",
  "policy_violation",
  "budget_exceeded",
  "lease_lost",
  "cancelled",
]);
export type CatalystErrorCode = z.infer<typeof CatalystErrorCode>;
