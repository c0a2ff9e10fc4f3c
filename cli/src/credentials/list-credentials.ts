import type { Credential } from "@catalyst/api";
import { inProject } from "../api/in-project.ts";
import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import type { Output } from "../output/output.ts";
import { renderTable } from "../output/render-table.ts";
import { cleanTerminalLine } from "../output/words/clean-terminal-text.ts";
import { formatAge, formatTime } from "../output/words/format-quantity.ts";
import { replacing } from "./replacing.ts";

const HEADINGS = ["name", "key", "kind", "agents", "added", "used", "base URL"];

export async function listCredentials(
  { isJson, project }: { isJson: boolean; project?: string | undefined },
  context: CliContext,
): Promise<void> {
  const client = await openApi(context);
  const { data } = await client.call("listCredentials", { query: inProject(project) });
  if (isJson) {
    for (const credential of data) {
      context.output.json(credential);
    }
  } else {
    show(data, context.output);
  }
}

function show(credentials: Credential[], output: Output): void {
  if (credentials.length === 0) {
    output.say("No credentials yet. Add one: catalyst credentials add anthropic");
    return;
  }
  const now = new Date();
  const rows = credentials.map((credential) => toRow(credential, now));
  for (const line of renderTable(HEADINGS, rows, output)) {
    output.data(line);
  }
  for (const line of credentials.flatMap((credential) => describeState(credential, now))) {
    output.say(cleanTerminalLine(line, 400));
  }
}

function toRow({ name, hint, kind, agents, createdAt, lastUsedAt, baseUrl }: Credential, now: Date): string[] {
  return [
    name,
    hint === "" ? "-" : `…${hint}`,
    kind,
    agents.length === 0 ? "-" : agents.join(", "),
    formatAge(new Date(createdAt), now),
    lastUsedAt === null ? "never" : formatAge(new Date(lastUsedAt), now),
    baseUrl === null ? "-" : cleanTerminalLine(baseUrl, 80),
  ];
}

/** What is to be known of one: that it is open, and of a subscription that it must be signed in, and when its limit resets. */
function describeState(credential: Credential, now: Date): string[] {
  const { name, signInNeeded, limit, isOpen } = credential;
  const resetsAt = limit?.resetsAt == null ? null : new Date(limit.resetsAt);
  const isOver = limit === null || (resetsAt !== null && resetsAt <= now);
  const reset = resetsAt === null ? "" : `${limit?.isReached ? "; it" : ""} resets at ${formatTime(resetsAt)}`;
  return [
    ...(isOpen ? [`${name} is open to everyone who may write in its owner's repositories.`] : []),
    ...(signInNeeded === null ? [] : [`${name} must be signed in anew: ${signInNeeded} ${replacing(credential)}`]),
    ...(isOver ? [] : [`${name}: the subscription's limit${limit.isReached ? " is reached" : ""}${reset}.`]),
  ];
}
