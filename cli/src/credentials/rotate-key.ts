import { rotateMasterKey } from "@catalyst/postgres";
import type { CliContext } from "../cli-context.ts";
import { withStores } from "../open-stores.ts";
import { formatPlural } from "../output/format-quantity.ts";

export async function rotateKey(context: CliContext): Promise<void> {
  const config = await context.readConfig();
  const { rewrapped, keyId } = await withStores(context, ({ database }) => rotateMasterKey(database, config));
  context.output.data(`The master key is now ${keyId}; ${formatPlural(rewrapped, "sealed value")} wrapped anew.`);
}
