import type { StoredWay } from "@catalyst/core";
import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import { cleanTerminalText } from "../output/words/clean-terminal-text.ts";
import { formatPlural } from "../output/words/format-quantity.ts";
import { withWay } from "../output/words/ways-out.ts";
import { registerRepository } from "../repositories/register-repository.ts";
import { showSaidSettings } from "./show-settings.ts";

export interface CheckSettingsInput {
  repo: string;
  project: string | undefined;
  /** null: the files as they are in the checkout, committed or not. */
  base: string | null;
  isJson: boolean;
}

/** Has a repository's settings read as a task would, and shows what counts and who said it. */
export async function checkSettings(
  { repo, project, base, isJson }: CheckSettingsInput,
  context: CliContext,
): Promise<void> {
  const { output } = context;
  const client = await openApi(context);
  const { id: repository } = await registerRepository({ repo, project }, context, client);
  output.status("reading the settings …");
  const checked = await client
    .call("checkSettings", { params: { repository }, body: { base } })
    .finally(() => output.status(null));
  const { settings, sources, notes, note, isCheckout } = checked;
  if (isJson) {
    output.json({ settings, sources, notes });
    return;
  }
  const defaults = showSaidSettings({ ...settings, sources }, output);
  for (const { text, way = null } of note === null ? notes : [{ text: note }, ...notes]) {
    output.say(output.colors.yellow(`! ${cleanTerminalText(withWay(text, way as StoredWay | null))}`));
  }
  const read = isCheckout ? " (in the checkout; a task reads what is committed on a branch that you trust)" : "";
  output.say(`${output.colors.green("✓")} The settings are in order${read}.`);
  output.say(`${formatPlural(defaults, "setting")} at their defaults: catalyst config show lists all.`);
}
