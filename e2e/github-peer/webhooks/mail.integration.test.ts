import { afterEach, beforeEach, expect, test } from "vitest";
import { makePeer, type Peer } from "../make-peer.ts";
import { askAsPerson } from "../testing/ask.ts";
import { type Receiver, receiveWebhooks } from "../testing/receive-webhooks.ts";

const SHOP = { owner: "acme", repo: "shop" };
let peer: Peer;
let receiver: Receiver;

beforeEach(async () => {
  peer = await makePeer({
    people: ["ada"],
    organizations: ["acme"],
    repositories: { "acme/shop": { roles: { ada: "write" } } },
    installations: { acme: {} },
  });
  receiver = await receiveWebhooks(peer);
});

afterEach(async () => {
  await peer.close();
  await receiver.close();
});

function open(title: string) {
  return askAsPerson(peer, "ada").request("POST /repos/{owner}/{repo}/issues", { ...SHOP, title });
}

test("webhooks come late and in another order, as a script says", async () => {
  peer.mail.hold();
  await open("One");
  await open("Two");
  expect(peer.deliveries).toEqual([]);
  peer.mail.release((held) => held.toReversed());
  const titles = () => peer.deliveries.map(({ body }) => (body as { issue: { title: string } }).issue.title);
  expect(titles()).toEqual(["Two", "One"]);
  await open("Three");
  expect(titles()).toEqual(["Two", "One", "Three"]);
});

test("a second hook tells the same under another GUID, and a GUID may be another's", async () => {
  await open("One");
  await open("Two");
  const [first, second] = peer.deliveries;
  if (!first || !second) {
    throw new Error("Nothing was told.");
  }
  peer.mail.repeat(first);
  peer.mail.repeat(second, first.guid);
  await expect.poll(() => receiver.received.length).toBe(4);
  const guids = peer.deliveries.map(({ guid }) => guid);
  expect([new Set(guids).size, guids[3]]).toEqual([3, first.guid]);
  expect(receiver.received.every(({ isSigned }) => isSigned)).toBe(true);
});

test("an answer is as slow as a test wishes, and comes all the same", async () => {
  const gate = Promise.withResolvers<void>();
  peer.meet({ method: "POST", does: "waits", until: gate.promise });
  const asked = open("Slow");
  await open("Fast");
  gate.resolve();
  expect((await asked).data).toMatchObject({ title: "Slow", number: 2 });
});
