import { join } from "node:path";
import {
  type AgentConfig,
  CatalystError,
  type EffectiveSettings,
  EnvironmentLimits,
  loadSettings,
  SETTINGS_FILES,
} from "@catalyst/core";
import { readSmallFile, settingsFormats } from "@catalyst/settings-files";
import { type AgentSearch, findAgentFor } from "../agents/find-agents.ts";
import type { CliContext } from "../cli-context.ts";
import { LOCAL_LOGIN, withStores } from "../open-stores.ts";
import { cleanTerminalText } from "../output/clean-terminal-text.ts";
import { findRepository, type RunRepository } from "../run/find-repository.ts";
import { readSettings } from "./read-settings.ts";
import { showSettings } from "./show-settings.ts";

export interface CheckSettingsInput {
  repo: string;
  /** null: the files as they are in the checkout, committed or not. */
  base: string | null;
  isJson: boolean;
}

/** Reads a repository's settings as a task would, and shows what counts and who said it. */
export async function checkSettings(input: CheckSettingsInput, context: CliContext): Promise<void> {
  const { output } = context;
  const repository = await findRepository(input, context);
  const config = await withStores(context, ({ repos }) => repos.ensureConfig(LOCAL_LOGIN));
  const isCheckout = input.base === null && repository.vcs === "local";
  const settings = isCheckout ? await readCheckout(repository, config) : await readSettings(repository, config);
  const { home } = await context.readConfig();
  await checkAgents(settings, { home, repository, isCheckout });
  if (input.isJson) {
    const { sources, notes, ...values } = settings;
    output.json({ settings: values, sources, notes });
    return;
  }
  showSettings(settings, output);
  for (const note of settings.notes) {
    output.say(output.colors.yellow(`! ${cleanTerminalText(note)}`));
  }
  const read = isCheckout ? "in the checkout; a task reads what is committed on its base branch" : "";
  output.say(`${output.colors.green("✓")} The settings are in order${read === "" ? "." : ` (${read}).`}`);
}

async function readCheckout({ url }: RunRepository, config: AgentConfig): Promise<EffectiveSettings> {
  const files = new Map<string, string>();
  for (const path of SETTINGS_FILES) {
    const text = await readSmallFile(join(url, path), { followsLinks: false });
    if (text !== null) {
      files.set(path, text);
    }
  }
  const where = `in ${url}`;
  return loadSettings({ files, where, config, vcs: "local", limits: EnvironmentLimits.parse({}) }, settingsFormats);
}

/** The core doesn't know which agents exist. */
async function checkAgents({ enabledAgents, defaultAgent }: EffectiveSettings, search: AgentSearch): Promise<void> {
  for (const id of [defaultAgent, ...(enabledAgents ?? [])]) {
    await findAgentFor(id, search);
  }
  if (enabledAgents !== null && !enabledAgents.includes(defaultAgent)) {
    throw new CatalystError(
      "invalid_configuration",
      `The settings contradict each other: the default agent ${defaultAgent} is not among the enabled ones (${enabledAgents.join(", ") || "none"}). Change defaultAgent or enabledAgents.`,
    );
  }
}
