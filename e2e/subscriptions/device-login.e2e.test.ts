import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type DeviceCode, findAgent, readDeviceCode } from "@catalyst/agents";
import { readChatGptLogin } from "@catalyst/core";
import { jwtOf } from "@catalyst/core/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runDeviceLogin } from "../../cli/src/credentials/chatgpt/run-device-login.ts";
import { installForPlay } from "../agent-contract/play-scenario.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";

const ACCOUNT = "account-1234";
const TOKENS = {
  id_token: jwtOf({ "https://api.openai.com/auth": { chatgpt_account_id: ACCOUNT } }),
  access_token: jwtOf({ exp: 4_000_000_000 }),
  refresh_token: "rt-of-the-device-0123456789",
};

let home: TestHome;
let issuer: Server;
let executable: string;
/** What whoever waits for the sign-in is answered, one after the other. */
let waiting: number[];
beforeAll(async () => {
  home = await createTestHome();
  const codex = findAgent("codex-cli");
  if (codex.install.kind !== "npm") {
    throw new Error("Codex CLI is installed in another way.");
  }
  executable = join(await installForPlay(home, codex), codex.install.executable);
  issuer = createServer(({ url = "" }, response) => {
    if (url.endsWith("/deviceauth/usercode")) {
      answer(response, { device_auth_id: "device", user_code: "ABCD-EFGH", interval: "1" });
    } else if (url.endsWith("/deviceauth/token")) {
      const granted = { authorization_code: "code", code_challenge: "challenge", code_verifier: "verifier" };
      answer(response, granted, waiting.shift());
    } else {
      answer(response, TOKENS);
    }
  });
  await new Promise<void>((resolve) => issuer.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  issuer?.close();
  await home?.remove();
});

function answer(response: ServerResponse, body: object, httpStatus = 200): void {
  response.writeHead(httpStatus, { "content-type": "application/json" }).end(JSON.stringify(body));
}

async function login(): Promise<{ text: string | null; said: string; code: DeviceCode | null }> {
  const url = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}`;
  const lines: string[] = [];
  const asked = { executable, args: ["--experimental_issuer", url], signal: new AbortController().signal };
  const text = await runDeviceLogin(asked, { say: (line: string) => lines.push(line) });
  // A person is sent to ChatGPT's own place alone: here it is played.
  const code = readDeviceCode(lines.map((line) => line.replaceAll(url, "https://auth.openai.com")));
  return { text, said: lines.join("\n"), code };
}

test("the pinned Codex CLI signs in by device code, shows the code, and leaves a login that can be taken", async () => {
  waiting = [403, 200];
  const { text, said, code } = await login();
  expect(said).toContain("ABCD-EFGH");
  expect(code).toEqual({ address: expect.stringMatching(/^https:\/\/auth\.openai\.com\/\w/), code: "ABCD-EFGH" });
  expect(readChatGptLogin(text ?? "")).toEqual({
    accessToken: TOKENS.access_token,
    refreshToken: TOKENS.refresh_token,
    accountId: ACCOUNT,
  });
});

test("a sign-in that nobody finishes leaves nothing", async () => {
  waiting = [403, 500];
  expect((await login()).text).toBeNull();
});
