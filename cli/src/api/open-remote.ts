import { type ApiClient, createClient } from "@catalyst/api";
import { findRemote } from "./find-remote.ts";
import { reachRemote } from "./reach-remote.ts";
import { readableErrors } from "./readable-errors.ts";

/**
 * The server elsewhere that is meant, whose answers are checked, as it isn't this user's own; null: this machine's own is meant.
 * Throws `unauthenticated`.
 */
export function openRemote(asked: Parameters<typeof findRemote>[0]): ApiClient | null {
  const remote = findRemote(asked);
  return remote === null ? null : readableErrors(createClient(reachRemote(remote)));
}
