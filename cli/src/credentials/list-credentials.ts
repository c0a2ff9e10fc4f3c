import { type AgentCredential, listCredentials as findCredentials } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import { findActor, withStores } from "../open-stores.ts";
import { cleanTerminalLine } from "../output/clean-terminal-text.ts";
import { formatAge } from "../output/format-quantity.ts";
import type { Output } from "../output/output.ts";
import { renderTable } from "../output/render-table.ts";
import { credentialRecord } from "./credential-record.ts";

export async function listCredentials({ isJson }: { isJson: boolean }, context: CliContext): Promise<void> {
  const stored = await withStores(context, async (stores) =>
    findCredentials({ actor: await findActor(stores) }, stores),
  );
  if (isJson) {
    for (const credential of stored) {
      context.output.json(credentialRecord(credential));
    }
  } else {
    show(stored, context.output);
  }
}

function show(credentials: AgentCredential[], output: Output): void {
  if (credentials.length === 0) {
    output.say("No credentials yet. Add one: catalyst credentials add anthropic");
    return;
  }
  const now = new Date();
  const rows = credentials.map(({ provider, hint, baseUrl, createdAt, lastUsedAt }) => [
    provider,
    hint === "" ? "-" : `…${hint}`,
    formatAge(createdAt, now),
    lastUsedAt === null ? "never" : formatAge(lastUsedAt, now),
    baseUrl === null ? "-" : cleanTerminalLine(baseUrl, 80),
  ]);
  for (const line of renderTable(["provider", "key", "added", "used", "base URL"], rows, output.colors)) {
    output.data(line);
  }
}
