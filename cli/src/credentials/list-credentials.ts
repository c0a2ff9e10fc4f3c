import type { Credential } from "@catalyst/api";
import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import type { Output } from "../output/output.ts";
import { renderTable } from "../output/render-table.ts";
import { cleanTerminalLine } from "../output/words/clean-terminal-text.ts";
import { formatAge } from "../output/words/format-quantity.ts";

export async function listCredentials({ isJson }: { isJson: boolean }, context: CliContext): Promise<void> {
  const client = await openApi(context);
  const { data } = await client.call("listCredentials", {});
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
  const rows = credentials.map(({ provider, hint, baseUrl, createdAt, lastUsedAt }) => [
    provider,
    hint === "" ? "-" : `…${hint}`,
    formatAge(new Date(createdAt), now),
    lastUsedAt === null ? "never" : formatAge(new Date(lastUsedAt), now),
    baseUrl === null ? "-" : cleanTerminalLine(baseUrl, 80),
  ]);
  for (const line of renderTable(["provider", "key", "added", "used", "base URL"], rows, output.colors)) {
    output.data(line);
  }
}
