import { resolve } from "node:path";
import { finishWish } from "../api/finish-wish.ts";
import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import { showProgress } from "../output/events/show-progress.ts";
import { cleanTerminalLine } from "../output/words/clean-terminal-text.ts";
import { findAgent } from "./find-agent.ts";

/** Has the worker install the pinned version, or take the user's own executable. One that is there already is left alone. */
export async function installForUser(
  { agentId, from }: { agentId: string; from: string | null },
  context: CliContext,
): Promise<void> {
  const { output, currentFolder, interrupted: signal } = context;
  const client = await openApi(context);
  const agent = await findAgent(agentId, client);
  const name = cleanTerminalLine(agent.name, 80);
  if (agent.version === null) {
    output.data(`${name} needs no installation: environments have it.`);
    return;
  }
  if (from === null && agent.isInstalled) {
    output.data(`${name} ${agent.version} is installed.`);
    return;
  }
  const what = from === null ? `Installing ${name} ${agent.version}` : `Taking over ${name} from ${from}`;
  const installed = await showProgress(what, output, async (onProgress) => {
    const body = { from: from === null ? null : resolve(currentFolder, from) };
    const wish = await client.call("installAgent", { params: { agent: agent.id }, body });
    return finishWish(client, wish, { onProgress, signal });
  });
  const version = (installed.kind === "installed" ? installed.version : null) ?? agent.version;
  output.data(`${output.colors.green("✓")} ${name} ${cleanTerminalLine(version, 80)} is installed.`);
}
