import type { CredentialProvider, SubscriptionLimit } from "@catalyst/core";
import type { OpenedCredential } from "../../keys/open-stored.ts";
import type { SecretFinder } from "../../redaction/secret-finder.ts";
import type { Dialect, LlmRoute, Metered } from "../dialects/dialect.ts";
import type { InspectedRequest } from "../inspection/inspect-request.ts";

/** A request that was checked and may go to the provider. */
export interface LlmRequest extends InspectedRequest {
  provider: CredentialProvider;
  dialect: Dialect;
  route: LlmRoute;
  /** Behind `/llm/<provider>`. */
  path: string;
  /** The owner's words for prices, as `qwen3=0.5/2`. */
  ownerPrices: readonly string[];
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
  isStream: boolean;
  /** What it tells of the subscription that it is asked with. */
  limit: SubscriptionLimit | null;
  /** The answer broke off: the provider's fault, or the client went away. */
  isCut: boolean;
  /** What of it wasn't passed on yet; null: nothing. */
  rest: Buffer | null;
}
