import { z } from "zod";
import type { Asker } from "./asker.ts";
import type { GitHubApp } from "./open-app.ts";

const App = z.object({ slug: z.string() });
const Account = z.object({ id: z.int() });

/** The number of the account as which the App is seen to act: names change hands. Throws `GitHubFault`. */
export async function findBotId(app: GitHubApp, asker: Asker): Promise<number> {
  if (app.botId === null) {
    const { slug } = await app.asker.ask("GET /app", {}, App);
    app.botId = (await asker.ask("GET /users/{username}", { username: `${slug}[bot]` }, Account)).id;
  }
  return app.botId;
}
