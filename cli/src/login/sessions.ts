import { openApi } from "../api/open-api.ts";
import { readId } from "../api/read-id.ts";
import type { CliContext } from "../cli-context.ts";
import { renderTable } from "../output/render-table.ts";
import { cleanTerminalLine } from "../output/words/clean-terminal-text.ts";
import { formatAge } from "../output/words/format-quantity.ts";

export async function listSessions({ isJson }: { isJson: boolean }, context: CliContext): Promise<void> {
  const { output } = context;
  const client = await openApi(context);
  const { data } = await client.call("listSessions", {});
  if (isJson) {
    for (const session of data) {
      output.json(session);
    }
    return;
  }
  if (data.length === 0) {
    output.say("Signed in nowhere.");
    return;
  }
  const now = new Date();
  const rows = data.map(({ id, name, isThis, address, createdAt, usedAt }) => [
    id,
    `${cleanTerminalLine(name, 60)}${isThis ? " (this one)" : ""}`,
    cleanTerminalLine(address ?? "-", 45),
    formatAge(new Date(createdAt), now),
    formatAge(new Date(usedAt), now),
  ]);
  for (const line of renderTable(["id", "where", "address", "signed in", "used"], rows, output)) {
    output.data(line);
  }
}

export async function endSession({ id }: { id: string }, context: CliContext): Promise<void> {
  const session = readId(id, { attempt: "Signing out", of: "a session", list: "sessions" });
  const client = await openApi(context);
  await client.call("endSession", { params: { session } });
  context.output.data("Signed out there.");
}
