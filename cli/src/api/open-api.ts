import { join } from "node:path";
import { type ApiClient, createOwnClient } from "@catalyst/api/own";
import type { ApiContext } from "./api-context.ts";
import { checkServerFolder } from "./check-server-folder.ts";
import { reachServer } from "./reach-server.ts";
import { readableErrors } from "./readable-errors.ts";

/**
 * The server of this machine's owner: where none answers, one is started in the background, and waited for. All that it
 * refuses comes as a `CatalystError`, as does a service that fails again and again, with its own words.
 */
export async function openApi(context: ApiContext): Promise<ApiClient> {
  const home = context.home ?? (await context.readConfig()).home;
  const folder = join(home, "server");
  await checkServerFolder(folder);
  return readableErrors(createOwnClient(reachServer(join(folder, "server.sock"), context)));
}
