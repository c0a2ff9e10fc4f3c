import { join } from "node:path";
import { type DeviceCode, findAgent, readDeviceCode } from "@catalyst/agents";
import { readChatGptLogin } from "@catalyst/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runDeviceLogin } from "../../cli/src/credentials/chatgpt/run-device-login.ts";
import { installForPlay } from "../agent-contract/play-scenario.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";
import { ISSUED, ISSUER_ACCOUNT, type Issuer, startIssuer } from "./start-issuer.ts";

let home: TestHome;
let issuer: Issuer;
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
  issuer = await startIssuer(() => waiting.shift());
});
afterAll(async () => {
  issuer?.close();
  await home?.remove();
});

async function login(): Promise<{ text: string | null; said: string; code: DeviceCode | null }> {
  const { url } = issuer;
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
    accessToken: ISSUED.access_token,
    refreshToken: ISSUED.refresh_token,
    accountId: ISSUER_ACCOUNT,
  });
});

test("a sign-in that nobody finishes leaves nothing", async () => {
  waiting = [403, 500];
  expect((await login()).text).toBeNull();
});
