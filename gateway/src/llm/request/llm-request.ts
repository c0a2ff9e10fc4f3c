import type { CredentialProvider } from "@catalyst/core";
import type { SecretFinder } from "../../redaction/secret-finder.ts";
import type { Dialect, LlmRoute, Metered } from "../dialects/dialect.ts";
import type { OpenedCredential } from "../upstream/open-grant-credential.ts";

/** A request that was checked and may go to the provider. */
export interface LlmRequest {
  provider: CredentialProvider;
  dialect: Dialect;
  route: LlmRoute;
  /** Behind `/llm/<provider>`. */
  path: string;
  /** Written anew from what was parsed: what was checked is what is sent. Null for GET. */
  body: Uint8Array | null;
  /** The most tokens that the answer may have, as far as the request says. */
  maxOutputTokens: number | null;
  /** The model that was asked for, as far as the request says. */
  model: string | null;
  opened: OpenedCredential;
  /** Finds the real key in bytes. */
  keyFinder: SecretFinder;
}

/** What came back. */
export interface Answer {
  httpStatus: number;
  metered: Metered;
  /** The beginning of an error's body, secrets masked; empty otherwise. */
  errorText: string;
  /** How much of the body came; null when it isn't a stream, where a part tells nothing of the whole. */
  streamedBytes: number | null;
  /** The answer broke off: the provider's fault, or the client went away. */
  isCut: boolean;
}
