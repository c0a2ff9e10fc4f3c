import { type AgentConfig, changeSetting, readOwnSettings, readSettingText, type SettingSource } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import { findActor, withStores } from "../open-stores.ts";
import { showSettings, valueAt } from "./show-settings.ts";

/** Shows the project's own settings: what its owner said, and the defaults that yield to a repository's file. */
export async function showProjectSettings({ isJson }: { isJson: boolean }, context: CliContext): Promise<void> {
  const config = await withStores(context, async (stores) =>
    readOwnSettings({ actor: await findActor(stores) }, stores),
  );
  show(config, isJson, context);
}

/** Says a setting of the project, or with `text` undefined takes it back. Throws `invalid_input` with the way out. */
export async function changeProjectSetting(
  { key, text, isJson }: { key: string; text: string | undefined; isJson: boolean },
  context: CliContext,
): Promise<void> {
  const value = text === undefined ? undefined : readSettingText(key, text);
  const config = await withStores(context, async (stores) =>
    changeSetting({ actor: await findActor(stores), key, value }, { ...stores, now: () => new Date() }),
  );
  if (isJson) {
    show(config, true, context);
    return;
  }
  const stored = JSON.stringify(valueAt(config, key) ?? null);
  const said = text === undefined ? `${key} is no longer set; a repository may say it.` : `${key} is ${stored}.`;
  context.output.data(`${context.output.colors.green("✓")} ${said}`);
}

function show(config: AgentConfig, isJson: boolean, { output }: CliContext): void {
  const {
    id: _id,
    projectId: _projectId,
    createdAt: _createdAt,
    updatedAt: _updatedAt,
    ownerKeys,
    ...settings
  } = config;
  const sources = Object.fromEntries(ownerKeys.map((key): [string, SettingSource] => [key, "project"]));
  if (isJson) {
    output.json({ settings, set: ownerKeys });
    return;
  }
  showSettings({ ...settings, sources }, output);
}
