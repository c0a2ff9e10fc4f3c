import { get } from "node:http";
import { makeManifest } from "@catalyst/core/forge";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type ManifestPage, openManifestPage } from "./manifest-page.ts";

let page: ManifestPage;
let stop: AbortController;

beforeEach(async () => {
  stop = new AbortController();
  page = await openManifestPage({
    host: "ghe.example:8443",
    organization: "acme",
    describe: (redirectUrl) =>
      makeManifest({ name: `"><b>`, homepage: "https://catalyst.example", redirectUrl, hookUrl: null }),
    signal: stop.signal,
  });
});
afterEach(() => page.close());

async function readForm() {
  const html = await (await fetch(page.url)).text();
  const [, action = ""] = /action="([^"]+)"/.exec(html) ?? [];
  const [, value = ""] = /value="([^"]+)"/.exec(html) ?? [];
  const manifest = JSON.parse(value.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">"));
  return { html, action: new URL(action), manifest };
}

test("its form sends the manifest to the organisation's page, and nothing of it is taken for HTML", async () => {
  const { html, action, manifest } = await readForm();
  expect(action.origin + action.pathname).toBe("https://ghe.example:8443/organizations/acme/settings/apps/new");
  expect(manifest).toMatchObject({ name: `"><b>`, redirect_url: `${page.url}/done`, public: false });
  expect(manifest.hook_attributes).toEqual({ url: "https://catalyst.example", active: false });
  expect(manifest.default_permissions).not.toHaveProperty("workflows");
  expect(html).not.toContain("<b>");
});

test("whoever comes back with the state brings the code, and is led on to where the App is installed", async () => {
  const { action, manifest } = await readForm();
  const back = new URL(manifest.redirect_url);
  back.search = new URLSearchParams({ code: "abc123", state: action.searchParams.get("state") ?? "" }).toString();
  const answer = fetch(back);
  expect(await page.code).toBe("abc123");
  page.conclude({ name: "catalyst", installAddress: "https://ghe.example/github-apps/catalyst/installations/new" });
  expect(await (await answer).text()).toContain('href="https://ghe.example/github-apps/catalyst/installations/new"');
});

test("without the state, with another, by another name of this machine and by another address nothing is taken", async () => {
  const { action, manifest } = await readForm();
  const state = action.searchParams.get("state") ?? "";
  const done = (query: string) => fetch(`${manifest.redirect_url}?${query}`);
  expect((await done("code=abc")).status).toBe(404);
  expect((await done(`code=abc&state=${state.slice(1)}x`)).status).toBe(404);
  expect((await done(`code=../x&state=${state}`)).status).toBe(404);
  expect((await fetch(new URL(`/done?code=abc&state=${state}`, page.url))).status).toBe(404);
  const { port, pathname } = new URL(page.url);
  const status = await new Promise((resolve, reject) => {
    const headers = { host: `evil.example:${port}` };
    get({ host: "127.0.0.1", port, path: pathname, headers }, (response) => resolve(response.resume().statusCode)).on(
      "error",
      reject,
    );
  });
  expect(status).toBe(404);
});

test("whoever is interrupted waits for no code any longer", async () => {
  stop.abort();
  await expect(page.code).rejects.toMatchObject({ code: "cancelled" });
});
