import { CatalystError } from "@catalyst/core";
import { type AgentSources, lookUpAgent } from "./registry.ts";

/**
 * Whether an installed version, as `<agent>/<folder>`, is the one that the next environment gets. One of an agent whose
 * definition can't be read counts as such; one of an agent that nobody defines on this machine does not.
 */
export async function isCurrentVersion(installed: string, sources: AgentSources): Promise<boolean> {
  const [id = ""] = installed.split("/", 1);
  try {
    const { install } = await lookUpAgent(id, sources);
    return install.kind !== "none" && installed === `${id}/${install.folder ?? install.version}`;
  } catch (error) {
    if (error instanceof CatalystError) {
      return error.code !== "invalid_input";
    }
    throw error;
  }
}
