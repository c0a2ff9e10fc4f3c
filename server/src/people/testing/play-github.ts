import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export interface PlayedGithub {
  url: string;
  /** Who signs in next there. */
  account: { id: number; login: string; email: string; isVerified: boolean; organizations: string[] };
  /** What it was asked with: the form of the last exchange of a code, and the tokens of all requests. */
  seen: { exchange: URLSearchParams; tokens: string[] };
  /** What it answers instead at these paths. */
  hostile: Map<string, (response: ServerResponse) => void>;
  close(): Promise<void>;
}

export const GITHUB_TOKEN = "gho_a-token-that-nobody-may-store";

/** An Enterprise server of GitHub, as far as signing in goes: https://docs.github.com/apps/oauth-apps/building-oauth-apps. */
export async function playGithub(): Promise<PlayedGithub> {
  const github: PlayedGithub = {
    url: "",
    account: { id: 583231, login: "Octocat", email: "octocat@example.com", isVerified: true, organizations: [] },
    seen: { exchange: new URLSearchParams(), tokens: [] },
    hostile: new Map(),
    close: async () => undefined,
  };
  const server = createServer(async (request, response) => {
    const answerElse = github.hostile.get((request.url ?? "").split("?", 1)[0] ?? "");
    if (answerElse !== undefined) {
      answerElse(response);
      return;
    }
    const answer = await answerTo(request, github);
    response.writeHead(answer === null ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  github.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  github.close = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return github;
}

async function answerTo(request: IncomingMessage, { account, seen }: PlayedGithub): Promise<unknown> {
  const path = (request.url ?? "").split("?", 1)[0];
  if (path === "/login/oauth/access_token") {
    seen.exchange = new URLSearchParams(await text(request));
    return { access_token: GITHUB_TOKEN, token_type: "bearer", scope: "read:user,user:email" };
  }
  seen.tokens.push(request.headers.authorization ?? "");
  const { id, login, email, isVerified, organizations } = account;
  switch (path) {
    case "/api/v3/user":
      return { id, login, name: login, avatar_url: "javascript:alert(1)" };
    case "/api/v3/user/emails":
      return [{ email, primary: true, verified: isVerified }];
    case "/api/v3/user/orgs":
      return organizations.map((organization) => ({ login: organization }));
    default:
      return null;
  }
}
