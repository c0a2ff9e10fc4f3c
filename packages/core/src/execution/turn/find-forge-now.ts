import { ForgeAway } from "../../forge/forge-outcome.ts";
import type { ForgePort } from "../../forge/forge-port.ts";
import type { Step } from "../step.ts";

/** For what an agent is only told: a forge that is away holds up nothing. null: it is away, or there is none. */
export async function findForgeNow({ repo, deps }: Pick<Step, "repo" | "deps">): Promise<ForgePort | null> {
  try {
    return await deps.findForge(repo);
  } catch (error) {
    if (error instanceof ForgeAway) {
      return null;
    }
    throw error;
  }
}
