import type { ApiClient } from "@catalyst/api/own";
import { CatalystError } from "@catalyst/core/apart";

const SLUG = "catalyst-demo";

/**
 * Makes sure of the project that demos belong to, and returns its name: what they seem to cost counts against nobody's budget, and a
 * person's hosts and hooks are no part of them.
 */
export async function openDemoProject(client: ApiClient): Promise<string> {
  try {
    await client.call("createProject", { body: { slug: SLUG, team: null } });
  } catch (error) {
    if (!(error instanceof CatalystError && error.code === "conflict")) {
      throw error;
    }
  }
  return SLUG;
}
