import type { Execution, Task } from "@catalyst/api";
import { nameCredential, titleCredential } from "@catalyst/core/apart";
import { cleanTerminalLine } from "../../output/words/clean-terminal-text.ts";
import { SETTING_SOURCES } from "../../settings/setting-sources.ts";

/** What was decided for an execution: its time, whose key, and who said which setting. Nothing while it isn't decided. */
export function renderResolution(
  { timeoutSeconds }: Pick<Task, "timeoutSeconds">,
  { resolution }: Pick<Execution, "resolution"> = { resolution: null },
): string[] {
  if (resolution === null) {
    return [];
  }
  const { credential, settings } = resolution;
  const said = Object.entries(settings.sources).filter(([, source]) => source !== "default");
  const names = said.map(([key, source]) => `${cleanTerminalLine(key, 100)} (${SETTING_SOURCES[source]})`);
  return [
    ...(timeoutSeconds === null ? [] : [`  Limit    ${Math.round(timeoutSeconds / 60)} min`]),
    ...(credential === null ? [] : [`  Key      ${describeKey(credential)}`]),
    ...(credential?.payer == null ? [] : [`  Payer    ${describePayer(credential.payer)}`]),
    ...(names.length === 0 ? [] : [`  Set      ${names.join(", ")}`]),
  ];
}

type ResolvedCredential = NonNullable<NonNullable<Execution["resolution"]>["credential"]>;

function describePayer({ kind, name, isOpen }: NonNullable<ResolvedCredential["payer"]>): string {
  const whose = `${kind === "team" ? "the team " : ""}${cleanTerminalLine(name, 100)}`;
  return `${whose}${isOpen ? ", for everyone who may write in the repository" : ""}`;
}

function describeKey({ provider, kind, hint, baseUrl, isOfTask }: ResolvedCredential): string {
  const title = titleCredential({ provider, kind });
  const whose = isOfTask ? `${nameCredential({ provider, kind })}, brought along for it alone` : `the stored ${title}`;
  const where = baseUrl === null ? "" : `, requests go to ${cleanTerminalLine(baseUrl, 200)}`;
  return `${whose}${hint === "" ? "" : ` …${hint}`}${where}`;
}
