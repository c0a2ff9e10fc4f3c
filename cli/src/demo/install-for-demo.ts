import type { AgentDefinition } from "@catalyst/agents";
import type { ApiClient } from "@catalyst/api/own";
import { finishWish } from "../api/finish-wish.ts";
import type { CliContext } from "../cli-context.ts";
import { showProgress } from "../output/events/show-progress.ts";

/** Has the worker install the agent unless it is there, showing the installation. */
export async function installForDemo(
  { id, name, install }: AgentDefinition,
  client: ApiClient,
  { output, interrupted: signal }: CliContext,
): Promise<void> {
  if (install.kind === "none") {
    return;
  }
  const begun = await client.call("installAgent", { params: { agent: id }, body: {} });
  if (begun.state === "working") {
    await showProgress(`Installing ${name} ${install.version}`, output, (onProgress) =>
      finishWish(client, begun, { onProgress, signal }),
    );
  }
}
