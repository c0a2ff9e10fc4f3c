import type { AgentDefinition } from "@catalyst/agents";
import { findInstalledAgent, readAgentVersion } from "@catalyst/sandbox";
import { cleanTerminalLine } from "../output/clean-terminal-text.ts";

/** What came of starting an agent's executable for its version. `remedy` is a sentence. */
export type StartedAgent =
  | { kind: "built_in" }
  | { kind: "absent"; version: string }
  | { kind: "ok"; version: string }
  | { kind: "broken"; said: string; remedy: string };

/** Really starts the agent that environments get, in an empty environment. */
export async function startAgent(agent: AgentDefinition, home: string): Promise<StartedAgent> {
  const { id, install } = agent;
  if (install.kind === "none") {
    return { kind: "built_in" };
  }
  const installed = await findInstalledAgent({ home, agent });
  if (installed === null) {
    return { kind: "absent", version: install.version };
  }
  try {
    return {
      kind: "ok",
      version: cleanTerminalLine(await readAgentVersion(installed.executablePath, install.versionArgs), 100),
    };
  } catch (error) {
    const said = cleanTerminalLine(error instanceof Error ? error.message : String(error), 300);
    return { kind: "broken", said, remedy: `Remove ${installed.folder}, then: catalyst agents install ${id}` };
  }
}
