import { resolve } from "node:path";
import { askForAgent } from "@catalyst/core";
import { adoptAgent, findInstalledAgent } from "@catalyst/sandbox";
import type { CliContext } from "../cli-context.ts";
import { withStores } from "../open-stores.ts";
import { showProgress } from "../output/show-progress.ts";
import { awaitingWorker } from "../up/awaiting-worker.ts";
import { findAgentFor } from "./find-agents.ts";

/** Has the worker install the pinned version, or takes the user's own executable. One that is there already is left alone. */
export async function installForUser(
  { agentId, from }: { agentId: string; from: string | null },
  context: CliContext,
): Promise<void> {
  const { home } = await context.readConfig();
  const { output, currentFolder } = context;
  const agent = await findAgentFor(agentId, { home, source: null });
  if (agent.install.kind === "none") {
    output.data(`${agent.name} needs no installation: environments have it.`);
    return;
  }
  const found = await findInstalledAgent({ home, agent });
  if (from === null && found !== null) {
    output.data(`${agent.name} ${found.version} is installed.`);
    return;
  }
  const what =
    from === null ? `Installing ${agent.name} ${agent.install.version}` : `Taking over ${agent.name} from ${from}`;
  const ask = () =>
    withStores(context, (stores) => askForAgent({ agentId: agent.id }, awaitingWorker(context, stores)));
  await showProgress<unknown>(what, output, (onProgress) =>
    from === null ? ask() : adoptAgent({ home, agent, from: resolve(currentFolder, from), onProgress }),
  );
  const { version } = (await findInstalledAgent({ home, agent })) ?? agent.install;
  output.data(`${output.colors.green("✓")} ${agent.name} ${version} is installed.`);
}
