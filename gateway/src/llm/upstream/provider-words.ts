import type { CredentialProvider } from "@catalyst/core";
import { ForbiddenAddressError } from "@catalyst/machine";
import { parseJson, textAt } from "../request/read-json.ts";

export const MAX_DETAIL_LENGTH = 500;

/** An answer that was an error: what matters of it. */
export interface ErrorAnswer {
  provider: CredentialProvider;
  httpStatus: number;
  /** The beginning of its body, secrets masked. */
  errorText: string;
}

/** Whether the provider doesn't take the key. */
export function isRejection({ provider, httpStatus, errorText }: ErrorAnswer): boolean {
  // Google answers 400 to a key that it doesn't know.
  const isUnknownToGoogle =
    provider === "gemini" && httpStatus === 400 && /"reason":\s*"API_KEY_INVALID"/.test(errorText);
  return httpStatus === 401 || httpStatus === 403 || isUnknownToGoogle;
}

/** The provider's own words in an error's body, the first 500 characters. */
export function readErrorMessage(errorText: string): string {
  return findMessage(errorText).slice(0, MAX_DETAIL_LENGTH);
}

function findMessage(errorText: string): string {
  const body = parseJson(errorText);
  return textAt(body, "error", "message") ?? textAt(body, "error") ?? textAt(body, "message") ?? errorText;
}

export function describeUnreachable(provider: CredentialProvider, url: URL, error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  const problem = `${provider} could not be reached at ${url.origin}: ${message ?? "no connection"}${code === undefined ? "" : ` (${code})`}.`;
  return error instanceof ForbiddenAddressError && error.isPrivate
    ? `${problem} The base URL of anybody but the machine's owner may lead to a private address where the owner listed its host: CATALYST_PRIVATE_HOSTS=${url.hostname}`
    : problem;
}
