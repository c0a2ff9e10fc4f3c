import { type AgentConfig, changeOwnerSetting, type SettingSource } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import { LOCAL_LOGIN, withStores } from "../open-stores.ts";
import { showSettings, valueAt } from "./show-settings.ts";

/** Shows the project's own settings: what its owner said, and the defaults that yield to a repository's file. */
export async function showProjectSettings({ isJson }: { isJson: boolean }, context: CliContext): Promise<void> {
  show(await withStores(context, ({ repos }) => repos.ensureConfig(LOCAL_LOGIN)), isJson, context);
}

/** Says a setting of the project, or with `text` undefined takes it back. Throws `invalid_input` with the way out. */
export async function changeProjectSetting(
  { key, text, isJson }: { key: string; text: string | undefined; isJson: boolean },
  context: CliContext,
): Promise<void> {
  const config = await withStores(context, async ({ repos }) => {
    const before = await repos.ensureConfig(LOCAL_LOGIN);
    const after = changeOwnerSetting(before, { key, text }, new Date());
    await repos.saveConfig(after, before.updatedAt);
    return after;
  });
  if (isJson) {
    show(config, true, context);
    return;
  }
  const value = JSON.stringify(valueAt(config, key) ?? null);
  const said = text === undefined ? `${key} is no longer set; a repository may say it.` : `${key} is ${value}.`;
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
