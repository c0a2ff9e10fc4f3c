import type { ServerResponse } from "node:http";
import { chatGptLogin, jwtOf } from "@catalyst/core/testing";
import { startUpstream, type Upstream } from "./start-upstream.ts";

const JSON_TYPE = { "content-type": "application/json" };
const USAGE = { input_tokens: 120, output_tokens: 30, total_tokens: 150 };

export const CHATGPT_ACCOUNT = "account-canary-1234";

export type Asked = Upstream["requests"][number];

/** ChatGPT and where its logins are refreshed, scripted: each refresh takes one token and ends both of the tokens before. */
export interface ChatGpt extends Pick<Upstream, "requests" | "close"> {
  /** For a credential. */
  baseUrl: string;
  /** An auth.json with the tokens that are good now. */
  login(): string;
  /** The tokens that were ever good. */
  tokens: string[];
  refreshes(): number;
  /** The access token that is good now, and others from now on, last so long. */
  lastsFor(seconds: number): void;
  /** The access token is good no more, without a refresh. */
  forget(): void;
  /** What becomes of refreshes; null: as usual. `lost`: it has its effect, and nobody hears of it. */
  failRefreshes(how: "lost" | number | null): void;
  /** What requests are answered with by whatever good token; null: as usual. */
  answer: ((response: ServerResponse, asked: Asked) => void) | null;
}

interface Tokens {
  access: string;
  refresh: string;
}

/** Tokens that nobody had before, in the place of those that were good. */
class Logins {
  lifetimeSeconds = 864_000;
  failing: "lost" | number | null = null;
  refreshes = 0;
  readonly all: string[] = [];
  good: Tokens = this.issue();

  issue(): Tokens {
    const number = this.all.length + 1;
    const exp = Math.floor(Date.now() / 1000) + this.lifetimeSeconds;
    const issued = { access: jwtOf({ exp, number }), refresh: `rt-canary-${number}-0123456789` };
    this.all.push(issued.access, issued.refresh);
    return issued;
  }

  refresh(response: ServerResponse, body: string): void {
    this.refreshes += 1;
    if (typeof this.failing === "number") {
      answerError(response, this.failing, { message: `scripted ${this.failing}` });
      return;
    }
    const asked = JSON.parse(body);
    if (asked.refresh_token !== this.good.refresh || asked.grant_type !== "refresh_token") {
      answerError(response, 401, { code: "refresh_token_reused", message: `reused ${asked.refresh_token}` });
      return;
    }
    this.good = this.issue();
    if (this.failing === "lost") {
      response.destroy();
      return;
    }
    const answer = { id_token: jwtOf({}), access_token: this.good.access, refresh_token: this.good.refresh };
    response.writeHead(200, JSON_TYPE).end(JSON.stringify(answer));
  }
}

function answerError(response: ServerResponse, httpStatus: number, error: object): void {
  response.writeHead(httpStatus, JSON_TYPE).end(JSON.stringify({ error }));
}

export async function startChatGpt(): Promise<ChatGpt> {
  const logins = new Logins();
  const chatGpt = { answer: null as ChatGpt["answer"] };
  const serve = (response: ServerResponse, asked: Asked) => {
    const { headers } = asked;
    const isGood = headers.authorization === `Bearer ${logins.good.access}`;
    if (!isGood || headers["chatgpt-account-id"] !== CHATGPT_ACCOUNT) {
      answerError(response, 401, { message: `token ${headers.authorization} is not valid` });
    } else if (chatGpt.answer !== null) {
      chatGpt.answer(response, asked);
    } else {
      response.writeHead(200, JSON_TYPE).end(JSON.stringify({ model: "gpt-5", usage: USAGE, models: [] }));
    }
  };
  const upstream = await startUpstream((response) => {
    const asked = upstream.requests.at(-1) as Asked;
    return asked.url === "/oauth/token" ? logins.refresh(response, asked.body) : serve(response, asked);
  });
  return Object.assign(chatGpt, {
    requests: upstream.requests,
    close: upstream.close,
    baseUrl: `${upstream.url}/backend-api/codex`,
    login() {
      const { access: accessToken, refresh: refreshToken } = logins.good;
      return chatGptLogin({ accessToken, refreshToken, accountId: CHATGPT_ACCOUNT });
    },
    tokens: logins.all,
    refreshes: () => logins.refreshes,
    lastsFor(seconds: number) {
      logins.lifetimeSeconds = seconds;
      logins.good = { ...logins.issue(), refresh: logins.good.refresh };
    },
    forget() {
      logins.good = { ...logins.good, access: "nobody has it" };
    },
    failRefreshes(how: "lost" | number | null) {
      logins.failing = how;
    },
  });
}
