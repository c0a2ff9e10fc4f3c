import { finishWish } from "../api/finish-wish.ts";
import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import { cleanTerminalLine } from "../output/words/clean-terminal-text.ts";
import { formatPlural } from "../output/words/format-quantity.ts";
import { registerRepository } from "../repositories/register-repository.ts";

export interface DropSetupsOptions {
  repo: string;
  all?: boolean;
  json?: boolean;
}

/** Drops what setups made, of one repository or of all, and says how many there were. */
export async function dropKeptSetups({ repo, all, json }: DropSetupsOptions, context: CliContext): Promise<void> {
  const { output, interrupted: signal } = context;
  const client = await openApi(context);
  const found = all === true ? null : await registerRepository({ repo }, context, client);
  output.status("waiting for the worker, which drops them …");
  const wish = await client.call("dropSetups", { body: { repository: found?.id ?? null } });
  const answer = await finishWish(client, wish, { signal }).finally(() => output.status(null));
  const dropped = answer.kind === "dropped" ? answer.count : 0;
  if (json === true) {
    output.json({ dropped });
    return;
  }
  const whose = found === null ? "all repositories" : cleanTerminalLine(found.name, 80);
  output.data(`${output.colors.green("✓")} ${formatPlural(dropped, "kept setup")} of ${whose} dropped.`);
}
