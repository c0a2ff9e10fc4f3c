import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";

/** Prints a link that signs the owner of this machine in, once. */
export async function showLink(context: CliContext): Promise<void> {
  const client = await openApi({ ...context, server: "local" });
  const { url } = await client.call("createSignInLink", {});
  context.output.data(url);
}
