import { afterEach, beforeEach, expect, test } from "vitest";
import { makePeer, type Peer } from "../make-peer.ts";
import { askAsApp, askWithToken } from "../testing/ask.ts";
import { type Receiver, receiveWebhooks } from "../testing/receive-webhooks.ts";

let peer: Peer;
let receiver: Receiver;

beforeEach(async () => {
  peer = await makePeer({ people: ["ada"], organizations: ["acme"], repositories: { "acme/shop": {} } });
  receiver = await receiveWebhooks(peer);
});

afterEach(async () => {
  await peer.close();
  await receiver.close();
});

test("a manifest on GitHub's page comes back as a code, which is the App's keys once; its webhook hears a ping", async () => {
  const manifest = {
    ...{ name: "Catalyst at Acme", url: "https://example.org", redirect_url: "http://127.0.0.1:1/done" },
    hook_attributes: { url: peer.app.webhook.url, active: true },
    ...{ default_permissions: { issues: "write" }, default_events: ["issues"] },
  };
  const page = `${peer.address}/organizations/acme/settings/apps/new?state=s1`;
  const body = new URLSearchParams({ manifest: JSON.stringify(manifest) });
  const sent = await fetch(page, { method: "POST", body, redirect: "manual" });
  const back = new URL(sent.headers.get("location") ?? "");
  expect([sent.status, back.pathname, back.searchParams.get("state")]).toEqual([302, "/done", "s1"]);
  const code = back.searchParams.get("code") ?? "";
  const convert = () =>
    askWithToken(peer, peer.person("ada").token).request("POST /app-manifests/{code}/conversions", { code });
  const { data } = await convert();
  expect(data).toMatchObject({ slug: "catalyst-at-acme", permissions: { issues: "write", metadata: "read" } });
  expect(data.pem).toContain("RSA PRIVATE KEY");
  await expect(convert()).rejects.toMatchObject({ status: 404 });
  await expect.poll(() => receiver.received.map(({ name }) => name)).toEqual(["ping.undefined"]);
  expect(receiver.received[0]?.isSigned).toBe(true);
  expect((await askAsApp(peer).request("GET /app")).data?.id).toBe(data.id);
  expect(peer.site.install("acme").account.login).toBe("acme");
});
