import type { RouteOutput, Routes } from "@catalyst/api";
import { readSettingText } from "@catalyst/core/apart";
import { inProject } from "../api/in-project.ts";
import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import { showSettings, valueAt } from "./show-settings.ts";

type OwnSettings = RouteOutput<Routes["getSettings"]>;

/** Shows the project's own settings: what its owner said, and the defaults that yield to a repository's file. */
export async function showProjectSettings(
  { isJson, project }: { isJson: boolean; project: string | undefined },
  context: CliContext,
): Promise<void> {
  const client = await openApi(context);
  show(await client.call("getSettings", { query: inProject(project) }), isJson, context);
}

export interface ChangeInput {
  key: string;
  text: string | undefined;
  isJson: boolean;
  project: string | undefined;
}

/** Says a setting of the project, or with `text` undefined takes it back. Throws `invalid_input` with the way out. */
export async function changeProjectSetting(
  { key, text, isJson, project }: ChangeInput,
  context: CliContext,
): Promise<void> {
  const client = await openApi(context);
  const asked = { params: { setting: key }, query: inProject(project) };
  const after =
    text === undefined
      ? await client.call("unsetSetting", asked)
      : await client.call("putSetting", { ...asked, body: { value: readValue(key, text) } });
  if (isJson) {
    show(after, true, context);
    return;
  }
  const stored = JSON.stringify(valueAt(after.settings, key) ?? null);
  const said = text === undefined ? `${key} is no longer set; ${sayWhoIsNext(key)}.` : `${key} is ${stored}.`;
  context.output.data(`${context.output.colors.green("✓")} ${said}`);
}

function readValue(key: string, text: string) {
  const value = readSettingText(key, text);
  return typeof value === "object" ? [...value] : value;
}

/** What a repository can't say is the owner's alone. */
function sayWhoIsNext(key: string): string {
  const isOwners =
    /^(budgets\.(?!task\.)|trustedBranches$|allowedProviderFeatures$|modelPrices$|github\.(?!(publish|outsiderPlan|reviewInline|draft)$))/.test(
      key,
    );
  return isOwners ? "the default holds" : "a repository may say it";
}

function show({ settings, set }: OwnSettings, isJson: boolean, { output }: CliContext): void {
  if (isJson) {
    output.json({ settings, set });
    return;
  }
  showSettings({ ...settings, sources: Object.fromEntries(set.map((key) => [key, "project" as const])) }, output);
}
