import { join } from "node:path";
import { type ApiClient, createOwnClient } from "@catalyst/api/own";
import { hasOutdatedUp } from "../up/outdated/is-outdated.ts";
import type { ApiContext } from "./api-context.ts";
import { checkServerFolder } from "./check-server-folder.ts";
import { findElsewhere } from "./find-elsewhere.ts";
import { reachServer } from "./reach-server.ts";
import { readableErrors } from "./readable-errors.ts";

/**
 * The server where this user signed in, or that of this machine's owner: where none answers, one is started in the background, and waited for. All that it
 * refuses comes as a `CatalystError`, as does a service that fails again and again, with its own words.
 */
export async function openApi(context: ApiContext): Promise<ApiClient> {
  const home = context.home ?? (await context.readConfig()).home;
  const elsewhere = await findElsewhere({ home, server: context.server });
  if (elsewhere !== null) {
    const { openRemote } = await import("./open-remote.ts");
    return openRemote(elsewhere);
  }
  const folder = join(home, "server");
  await checkServerFolder(folder);
  if (await hasOutdatedUp(home)) {
    const { replaceOutdatedUp } = await import("./replace-outdated-up.ts");
    await replaceOutdatedUp(context);
  }
  return readableErrors(createOwnClient(reachServer(join(folder, "server.sock"), context)));
}
