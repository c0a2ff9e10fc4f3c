import { type ApiClient, createClient } from "@catalyst/api";
import type { Remote } from "./find-remote.ts";
import { reachRemote } from "./reach-remote.ts";
import { readableErrors } from "./readable-errors.ts";

/** A server elsewhere, whose answers are checked, as it isn't this user's own. */
export function openRemote(remote: Remote): ApiClient {
  return readableErrors(createClient(reachRemote(remote)));
}
