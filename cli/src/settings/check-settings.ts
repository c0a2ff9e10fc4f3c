import { join } from "node:path";
import {
  CatalystError,
  type EffectiveSettings,
  EnvironmentLimits,
  loadSettings,
  type Note,
  readOwnSettings,
  SETTINGS_FILES,
} from "@catalyst/core";
import { readSmallFile, settingsFormats } from "@catalyst/settings-files";
import { type AgentSearch, findAgentFor } from "../agents/find-agents.ts";
import type { CliContext } from "../cli-context.ts";
import { findActor, type Stores, withStores } from "../open-stores.ts";
import { cleanTerminalText } from "../output/clean-terminal-text.ts";
import { withWay } from "../output/ways-out.ts";
import { findRepository, type RunRepository } from "../run/find-repository.ts";
import { findSettingsSource } from "./find-settings-source.ts";
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
  const isCheckout = input.base === null && repository.vcs === "local";
  const { settings, source } = await withStores(context, (stores) =>
    isCheckout ? readCheckout(repository, stores) : readCommitted(repository, stores),
  );
  const { home } = await context.readConfig();
  await checkAgents(settings, { home, source });
  if (input.isJson) {
    const { sources, notes, ...values } = settings;
    output.json({ settings: values, sources, notes });
    return;
  }
  showSettings(settings, output);
  const ofSource: Note[] = "note" in source && source.note !== null ? [{ text: source.note }] : [];
  for (const { text, way } of [...ofSource, ...settings.notes]) {
    output.say(output.colors.yellow(`! ${cleanTerminalText(withWay(text, way ?? null))}`));
  }
  const read = isCheckout ? "in the checkout; a task reads what is committed on a branch that you trust" : "";
  output.say(`${output.colors.green("✓")} The settings are in order${read === "" ? "." : ` (${read}).`}`);
}

interface Read {
  settings: EffectiveSettings;
  source: NonNullable<AgentSearch["source"]>;
}

async function readCommitted(repository: RunRepository, stores: Stores): Promise<Read> {
  const owner = await readOwnSettings({ actor: await findActor(stores) }, stores);
  const source = await findSettingsSource({ repository, owner, isVouchedFor: false }, stores);
  return { settings: await readSettings(source, owner), source };
}

async function readCheckout({ url }: RunRepository, stores: Stores): Promise<Read> {
  const files = new Map<string, string>();
  for (const path of SETTINGS_FILES) {
    const text = await readSmallFile(join(url, path), { followsLinks: false });
    if (text !== null) {
      files.set(path, text);
    }
  }
  const config = await readOwnSettings({ actor: await findActor(stores) }, stores);
  const of = { files, where: `in ${url}`, config, vcs: "local" as const, limits: EnvironmentLimits.parse({}) };
  return { settings: loadSettings(of, settingsFormats), source: { checkout: url } };
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
