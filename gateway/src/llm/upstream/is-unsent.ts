import { ForbiddenAddressError } from "@catalyst/machine";

/** Errors of connections that were never there. */
const UNSENT = new Set([
  ...["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"],
  ...["ERR_SSL_WRONG_VERSION_NUMBER", "CERT_HAS_EXPIRED", "DEPTH_ZERO_SELF_SIGNED_CERT", "SELF_SIGNED_CERT_IN_CHAIN"],
  ...["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "ERR_TLS_CERT_ALTNAME_INVALID"],
]);

/** Whether a request that failed was never sent: there was no connection to send it over. */
export function isUnsent(failure: unknown): boolean {
  return failure instanceof ForbiddenAddressError || UNSENT.has(String((failure as { code?: unknown } | null)?.code));
}
