import { askDeviceFlow, beginDeviceFlow, findClientId, openConnections, type WebSite } from "@catalyst/github";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makePeer, type Peer } from "../github-peer/make-peer.ts";
import { type PlayedGitHub, playPeer } from "./testing/play-peer.ts";

let peer: Peer;
let site: WebSite;
let ahead = 0;
const connections = openConnections({ isPrivateAllowed: true });

beforeEach(async () => {
  ahead = 0;
  peer = await makePeer({ people: ["ada"], now: () => Date.now() + ahead });
  site = { web: peer.address, api: { url: peer.address, version: null }, connections, now: () => new Date() };
});
afterEach(() => peer.close());

const pass = (seconds: number) => {
  ahead += seconds * 1000;
};

async function begin() {
  const begun = await beginDeviceFlow(site, peer.app.clientId);
  if (begun.kind === "refused") {
    throw new Error(begun.why);
  }
  const code = { clientId: peer.app.clientId, deviceCode: begun.deviceCode };
  return { ...begun, ask: () => askDeviceFlow(site, code) };
}

test("who a person is is known once they typed the code and agreed, and not before", async () => {
  const { userCode, intervalSeconds, ask } = await begin();
  expect(intervalSeconds).toBe(5);
  pass(5);
  expect(await ask()).toEqual({ kind: "waiting", intervalSeconds: 5 });
  peer.site.typeCode(userCode, "ada");
  expect(await ask()).toEqual({ kind: "waiting", intervalSeconds: 10 });
  pass(10);
  expect(await ask()).toEqual({ kind: "agreed", account: { id: String(peer.person("ada").id), login: "ada" } });
  expect(await ask()).toEqual({ kind: "refused", why: "expired" });
});

test("who refuses, or doesn't say anything in time, isn't known", async () => {
  const refused = await begin();
  const late = await begin();
  peer.site.typeCode(refused.userCode, null);
  pass(5);
  expect(await refused.ask()).toEqual({ kind: "refused", why: "denied" });
  pass(900);
  expect(await late.ask()).toEqual({ kind: "refused", why: "expired" });
});

test("an App that lets nobody be asked says so, and one that GitHub doesn't know is told apart", async () => {
  peer.app.hasDeviceFlow = false;
  expect(await beginDeviceFlow(site, peer.app.clientId)).toEqual({ kind: "refused", why: "disabled" });
  await expect(beginDeviceFlow(site, "Iv1.nobody")).rejects.toMatchObject({ problem: { kind: "not_found" } });
});

test.each([
  ["is away", { status: 502 }],
  ["cuts the line", "cut"],
  ["answers as GitHub doesn't", { status: 200, body: { user_code: "<b>x</b>" } }],
] as const)("whoever %s is an outage", async (_what, does) => {
  peer.meet({ method: "POST", path: /^\/login\/device/, does });
  await expect(beginDeviceFlow(site, peer.app.clientId)).rejects.toMatchObject({ problem: { kind: "outage" } });
});

test("by what people are asked is told by the App itself", async () => {
  const played: PlayedGitHub = await playPeer();
  expect(await findClientId(played.app)).toBe(played.peer.app.clientId);
  await played.close();
});
