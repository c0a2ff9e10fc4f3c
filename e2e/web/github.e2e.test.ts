import type { Page } from "@playwright/test";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serveTls, type TlsFront } from "../github-forge/testing/serve-tls.ts";
import { makePeer, type Peer } from "../github-peer/make-peer.ts";
import { askAsPerson } from "../github-peer/testing/ask.ts";
import { findBarriers } from "./find-barriers.ts";
import { type OpenedWeb, openWeb } from "./open-web.ts";

/** A GitHub that knows no App yet, and a Catalyst that knows no GitHub. */
let peer: Peer;
let front: TlsFront;
let web: OpenedWeb;
let page: Page;

beforeAll(async () => {
  peer = await makePeer({
    people: ["ada", "catalyst-agent"],
    organizations: ["acme"],
    repositories: { "acme/shop": { roles: { ada: "admin", "catalyst-agent": "triage" } } },
  });
  front = await serveTls(peer.address);
  web = await openWeb({ CATALYST_PRIVATE_HOSTS: "localhost", CATALYST_PRIVATE_AUTHORITIES: front.authorityFile });
  ({ page } = await web.signIn({ ignoreHTTPSErrors: true }));
  await page.getByRole("heading", { name: "Agent tasks" }).waitFor();
});
afterAll(async () => {
  await web?.close();
  await front?.close();
  await peer?.close();
});

const open = async () => {
  await page.goto(`${web.url}/settings/github`);
  await page.getByRole("heading", { name: "GitHub", exact: true }).waitFor();
};
/** One of the three, as far as it is. */
const step = (name: string, state: "Done" | "To do") =>
  page
    .getByRole("listitem")
    .filter({ has: page.getByRole("heading", { name }) })
    .filter({ has: page.getByRole("img", { name: state, exact: true }) });

test("an App that a person makes in their browser is there, and so is who let it in", async () => {
  await open();
  await step("1. An App", "To do").getByText("catalyst github setup").waitFor();
  const user = `catalyst-agent:${peer.person("catalyst-agent").id}`;
  const setup = web.home.start(["github", "setup", "--host", front.host, "--org", "acme", "--user", user]);
  const [, url = ""] = await setup.finds(/(http:\/\/127\.0\.0\.1:\d+\/\S+)\n/);
  const { page: other } = await web.besides(page);
  await other.goto(url);
  await other.getByRole("button").click();
  await other.locator(`a[href="https://${front.host}/github-apps/catalyst-acme/installations/new"]`).waitFor();
  peer.site.install("acme", ["shop"]);
  const { exitCode, stderr } = await setup.ended;
  expect(exitCode, stderr).toBe(0);
  await other.close();
  await open();
  await step("1. An App", "Done").getByText("catalyst-acme").waitFor();
  await step("2. Installed in a repository", "Done").getByText("One account").waitFor();
  await step("3. Something was heard", "To do").getByText("assign it to catalyst-agent").waitFor();
  expect(await findBarriers(page)).toEqual([]);
});

test("a person's account is linked once they agreed at GitHub", async () => {
  peer.site.enableDeviceFlow();
  await page.getByRole("textbox", { name: "Account of" }).fill(front.host);
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  const asked = page.getByRole("status").filter({ hasText: "type this code" });
  const code = await asked.getByRole("button", { name: /^Copy: / }).getAttribute("aria-label");
  peer.site.typeCode((code ?? "").replace("Copy: ", ""), "ada");
  await page.getByText("ada is linked.").waitFor();
});

test("an issue that is assigned to it stands under what was asked there, with what became of it", async () => {
  await askAsPerson(peer, "ada").request("POST /repos/{owner}/{repo}/issues", {
    ...{ owner: "acme", repo: "shop", title: "Upload fails", body: "Retry it.", assignees: ["catalyst-agent"] },
  });
  const asked = page
    .getByRole("region", { name: "What was asked on GitHub" })
    .getByRole("row")
    .filter({ hasText: "shop#1" });
  await expect
    .poll(async () => {
      await open();
      return asked.filter({ hasText: "Done: a task was begun" }).count();
    })
    .toBeGreaterThan(0);
});
