import { z } from "zod";
import type { Asker } from "./asker.ts";
import type { GitHubApp } from "./open-app.ts";

/** The account as which an App is seen to act. */
export interface BotAccount {
  id: number;
  login: string;
}

const App = z.object({ slug: z.string().min(1).max(100) });
const Account = z.object({ id: z.int() });

/** The account as which the App is seen to act. Throws `GitHubFault`. */
export async function findBot(app: GitHubApp, asker: Asker): Promise<BotAccount> {
  if (app.person !== null && app.botId !== null && app.slug !== null) {
    return { id: app.botId, login: app.slug };
  }
  app.slug ??= (await app.asker.ask("GET /app", {}, App)).slug;
  const login = `${app.slug}[bot]`;
  app.botId ??= (await asker.ask("GET /users/{username}", { username: login }, Account)).id;
  return { id: app.botId, login };
}

/** The number of that account: names change hands. Throws `GitHubFault`. */
export async function findBotId(app: GitHubApp, asker: Asker): Promise<number> {
  return app.botId ?? (await findBot(app, asker)).id;
}
