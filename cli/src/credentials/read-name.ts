import { CatalystError } from "@catalyst/core/apart";
import { readProvider } from "./read-provider.ts";

const SUBSCRIPTIONS = ["claude", "chatgpt"];

/** The name of a stored credential: a provider, for its key, or a subscription's. Throws `invalid_input` that names them. */
export function readCredentialName(text: string): string {
  const name = text.toLowerCase();
  if (SUBSCRIPTIONS.includes(name)) {
    return name;
  }
  try {
    return readProvider(text);
  } catch (error) {
    throw error instanceof CatalystError
      ? new CatalystError(error.code, `${error.message} Of subscriptions: ${SUBSCRIPTIONS.join(", ")}.`)
      : error;
  }
}
