import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findAgent } from "@catalyst/agents";
import { afterAll, beforeAll, expect, test } from "vitest";
import { installForPlay } from "../agent-contract/play-scenario.ts";
import { createTestHome } from "../start-catalyst.ts";
import { ISSUED, type Issuer, startIssuer } from "../subscriptions/start-issuer.ts";
import { findBarriers } from "./find-barriers.ts";
import { type OpenedWeb, openWeb } from "./open-web.ts";

const CHATGPT = "https://auth.openai.com";

let issuer: Issuer;
let agentsFolder: string;
let web: OpenedWeb;
/** What the issuer answers whoever waits: that the person hasn't agreed yet, or that they have. */
let status = 403;

beforeAll(async () => {
  issuer = await startIssuer(() => status);
  agentsFolder = await mkdtemp(join(tmpdir(), "catalyst-codex-"));
  await playCodex();
  web = await openWeb({}, agentsFolder);
});
afterAll(async () => {
  await web?.close();
  issuer?.close();
  await rm(agentsFolder, { recursive: true, force: true });
});

/** The pinned Codex CLI, which asks our issuer and names ChatGPT's place in its stead. */
async function playCodex(): Promise<void> {
  const codex = findAgent("codex-cli");
  const installing = await createTestHome();
  // Where all homes have it: this one goes.
  const folder = await installForPlay(installing, codex)
    .then((installed) => realpath(installed))
    .finally(() => installing.remove());
  const { executable } = codex.install as { executable: string };
  const path = join(agentsFolder, codex.id, "own", executable);
  await mkdir(dirname(path), { recursive: true });
  const real = `"${join(folder, executable)}" "$@" --experimental_issuer ${issuer.url}`;
  await writeFile(path, `#!/bin/sh\n${real} 2>&1 | sed -u 's,${issuer.url},${CHATGPT},g'\n`, { mode: 0o700 });
}

test("a person signs in to ChatGPT from the page, and their subscription stands there without a key of theirs being anywhere", async () => {
  const { page } = await web.signIn();
  await page.goto(`${web.url}/settings/agents`);
  await page.getByRole("radio", { name: "OpenAI", exact: true }).press("Space");
  const section = page.getByRole("region", { name: "ChatGPT subscription" });
  await section.getByRole("button", { name: "Sign in to ChatGPT" }).click();
  await section.getByRole("button", { name: "Copy: ABCD-EFGH" }).waitFor();
  expect(await section.getByRole("link").getAttribute("href")).toMatch(/^https:\/\/auth\.openai\.com\//);
  expect(await findBarriers(page)).toEqual([]);
  status = 200;
  await section.getByText("The ChatGPT subscription is stored.").waitFor();
  await page.getByText("…1234").waitFor();
  expect(await page.content()).not.toContain(ISSUED.refresh_token);
  const listed = await web.home.run(["credentials", "list"]);
  expect(listed.stdout).toMatch(/chatgpt +…1234 +subscription/);
});
