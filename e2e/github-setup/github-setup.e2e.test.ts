import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serveTls, type TlsFront } from "../github-forge/testing/serve-tls.ts";
import { makePeer, type Peer } from "../github-peer/make-peer.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";
import { makeBrowser } from "./testing/browser.ts";

/** A GitHub that knows no App yet, and a Catalyst that knows no GitHub. */
let peer: Peer;
let front: TlsFront;
let home: TestHome;
let browser: ReturnType<typeof makeBrowser>;

beforeAll(async () => {
  peer = await makePeer({
    people: ["ada", "catalyst-agent"],
    organizations: ["acme"],
    repositories: { "acme/shop": { roles: { ada: "admin" } }, "acme/web": { roles: { ada: "admin" } } },
  });
  front = await serveTls(peer.address);
  browser = makeBrowser(await readFile(front.authorityFile, "utf8"));
  home = await createTestHome();
  await home.up({ CATALYST_PRIVATE_HOSTS: "localhost", CATALYST_PRIVATE_AUTHORITIES: front.authorityFile });
});

afterAll(async () => {
  await home.remove();
  await front.close();
  await peer.close();
});

/** Begins setting up, and goes on to the page that it names. */
async function begin(...options: string[]) {
  // The server listens on its port a moment after it answers here.
  await expect.poll(async () => (await home.run(["open"])).exitCode).toBe(0);
  const setup = home.start(["github", "setup", "--host", front.host, "--org", "acme", ...options]);
  const [, url = ""] = await setup.finds(/(http:\/\/127\.0\.0\.1:\d+\/\S+)\n/);
  return { setup, page: await browser.load(url) };
}

test("an App is made by the browser, known once it is installed, and nothing that opens doors is told", async () => {
  const { setup, page } = await begin("--json", "--user", `catalyst-agent:${peer.person("catalyst-agent").id}`);
  const made = await browser.submit(page);
  const done = await browser.load(made.location ?? "");
  expect(done.html).toContain(`https://${front.host}/github-apps/catalyst-acme/installations/new`);
  peer.site.install("acme", ["shop"]);
  const { exitCode, stdout, stderr } = await setup.ended;
  expect(exitCode, stderr).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    ...{ slug: "catalyst-acme", host: front.host, hasWebhook: true, appId: peer.app.id },
    machineUsers: [{ login: "catalyst-agent", id: peer.person("catalyst-agent").id }],
    installations: [{ account: "acme", count: 1, repositories: ["acme/shop"] }],
  });
  expect(stdout + stderr).not.toMatch(/PRIVATE KEY/);
  expect(stdout + stderr).not.toContain(peer.app.webhook.secret);
  expect(peer.app.webhook.url).toMatch(/^http:\/\/localhost:\d+\/api\/github\/webhook$/);
  expect(peer.app.permissions).toMatchObject({ issues: "write", contents: "write" });
  expect(peer.app.permissions).not.toHaveProperty("workflows");
});

test("the doctor says how the App and its repositories stand, each with where it is mended", async () => {
  const { stdout, exitCode } = await home.run(["github", "doctor", "acme/web", "--json"]);
  const found = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(found).toMatchObject([
    { app: "catalyst-acme", repository: null, check: "key", state: "ok" },
    { check: "permissions", state: "ok" },
    { check: "webhook" },
    {
      repository: "acme/web",
      check: "installed",
      state: "failed",
      page: expect.stringContaining("/installations/new"),
    },
  ]);
  expect(exitCode).not.toBe(0);
  const shown = await home.run(["github", "doctor"]);
  expect(shown.stdout).toContain("acme/shop  installed: by acme");
  expect(shown.stdout).toMatch(/people can't pick the labels catalyst, catalyst:claude-code, .*they aren't there/);
  const mended = await home.run(["github", "doctor", "acme/shop", "--fix"]);
  expect(mended.stdout).toContain("acme/shop  repository: its labels were made: catalyst, catalyst:claude-code");
  expect(peer.repository("acme/shop").labels.map(({ name }) => name)).toContain("catalyst:aider");
});

test("accounts that people pick are added by their logins, taken away, and shown", async () => {
  const set = (...options: string[]) => home.run(["github", "set", "catalyst-acme", ...options]);
  const added = await set("--user", "ada", "--remove-user", "catalyst-agent", "--json");
  expect(added.exitCode, added.stderr).toBe(0);
  const machineUsers = [{ login: "ada", id: peer.person("ada").id }];
  expect(JSON.parse(added.stdout)).toMatchObject({ slug: "catalyst-acme", machineUsers });
  expect((await home.run(["github", "list"])).stdout).toMatch(/catalyst-acme .* ada/);
  const unknown = await set("--user", "nobody-at-all");
  expect(unknown.stderr).toContain("nobody is called nobody-at-all");
  expect((await home.run(["github", "doctor", "acme/shop"])).stdout).toContain("account: ada can be picked");
});

test("a code that GitHub doesn't know is told to the browser and in the terminal, and nothing is added", async () => {
  const { setup, page } = await begin();
  const made = await browser.submit(page);
  const wrong = new URL(made.location ?? "");
  wrong.searchParams.set("code", "nobody");
  expect(await browser.load(wrong.href)).toMatchObject({ status: 502 });
  const { exitCode, stderr } = await setup.ended;
  expect(exitCode).not.toBe(0);
  expect(stderr).toContain("it counts once, and for an hour");
  const listed = await home.run(["github", "list", "--json"]);
  expect(listed.stdout.trim().split("\n")).toHaveLength(1);
});

test("a person's account is linked once they agreed at GitHub, where the App lets people be asked", async () => {
  const connect = ["github", "connect", "--host", front.host];
  const refused = await home.run(connect);
  expect(refused.exitCode).not.toBe(0);
  expect(refused.stderr).toContain('ticks "Enable Device Flow" on its page');
  peer.site.enableDeviceFlow();
  const connecting = home.start([...connect, "--json"]);
  const [, code = ""] = await connecting.finds(/and type (\S+):/);
  peer.site.typeCode(code, "ada");
  const { exitCode, stdout, stderr } = await connecting.ended;
  expect(exitCode, stderr).toBe(0);
  const accountId = String(peer.person("ada").id);
  expect(JSON.parse(stdout)).toEqual({ host: front.host, accountId, login: "ada" });
  const listed = await home.run(["github", "connect", "--list", "--json"]);
  expect(JSON.parse(listed.stdout)).toEqual({ host: "localhost", accountId });
  expect((await home.run([...connect, "--remove"])).exitCode).toBe(0);
  expect((await home.run([...connect, "--remove"])).stderr).toContain("is linked to you");
});

test("an App without a webhook tells nothing, though GitHub made a secret for it: what happens there is looked for", async () => {
  const { setup, page } = await begin("--json", "--no-webhook", "--name", "catalyst-quiet");
  await browser.submit(page).then((made) => browser.load(made.location ?? ""));
  peer.site.install("acme", ["web"]);
  const { exitCode, stdout, stderr } = await setup.ended;
  expect(exitCode, stderr).toBe(0);
  expect(peer.app.webhook).toMatchObject({ url: null, secret: expect.any(String) });
  expect(JSON.parse(stdout)).toMatchObject({ slug: "catalyst-quiet", hasWebhook: false });
});
