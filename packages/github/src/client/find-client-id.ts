import { z } from "zod";
import type { GitHubApp } from "./open-app.ts";

const App = z.object({ client_id: z.string().min(1).max(255) });

/** By what people are asked who they are by the App. Throws `GitHubFault`. */
export async function findClientId(app: Pick<GitHubApp, "asker">): Promise<string> {
  return (await app.asker.ask("GET /app", {}, App)).client_id;
}
