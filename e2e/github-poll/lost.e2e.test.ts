import { afterEach, beforeEach, expect, test } from "vitest";
import { askAsPerson } from "../github-peer/testing/ask.ts";
import { type Receiver, receiveWebhooks } from "../github-peer/testing/receive-webhooks.ts";
import { type PlayedPoll, playPoll } from "./play-poll.ts";

const SHOP = { owner: "acme", repo: "shop" };

let played: PlayedPoll;
let door: Receiver;
beforeEach(async () => {
  played = await playPoll({ hasWebhook: true });
  door = await receiveWebhooks(played.peer);
});
afterEach(async () => {
  await door?.close();
  await played?.close();
});

const ask = (title: string) =>
  askAsPerson(played.peer, "ada").request("POST /repos/{owner}/{repo}/issues", {
    ...{ ...SHOP, title },
    labels: ["catalyst"],
  });
const told = (name: string) => door.received.filter((one) => one.name === name);

/** Stores what the door took, as the server does. */
async function storeTold(): Promise<void> {
  const { deliveries, stored } = played;
  for (const { headers, body } of door.received) {
    const [guid, event] = [String(headers["x-github-delivery"]), String(headers["x-github-event"])];
    await deliveries.add([{ appId: stored.id, guid, event, body: Buffer.from(JSON.stringify(body)) }]);
  }
}

test("a webhook and a look at once are one task", async () => {
  await played.look();
  await ask("Upload fails");
  await expect.poll(() => told("issues.labeled").length).toBe(1);
  await storeTold();
  await played.look();
  const decided = await played.decide();
  expect(decided.toSorted()).toEqual(["issue_event: known submit", "issues: task submit"].toSorted());
  expect(await played.tasks()).toHaveLength(1);
});

test("what was asked for while the door was down is found by a look, and not done twice once it is told after all", async () => {
  await played.look();
  door.status = 503;
  await ask("Upload fails");
  await ask("Download fails");
  await expect.poll(() => told("issues.labeled").length).toBe(2);
  await played.look();
  expect(await played.decide()).toEqual(["issue_event: task submit", "issue_event: task submit"]);
  await storeTold();
  expect((await played.decide()).filter((line) => line.includes("task"))).toHaveLength(2);
  expect(await played.tasks()).toHaveLength(2);
});

test("what GitHub told in vain is told again, one alone until the door is there", async () => {
  door.status = 503;
  await ask("Upload fails");
  const { deliveries } = played.peer;
  const again = async (minutesLater: number) => {
    await played.look(minutesLater);
    await expect.poll(() => deliveries.every(({ response }) => response !== null)).toBe(true);
    return deliveries.filter(({ isRedelivery }) => isRedelivery).length;
  };
  await expect.poll(() => deliveries.filter(({ response }) => response !== null).length).toBe(2);
  expect(await again(0)).toBe(0);
  expect(await again(10)).toBe(1);
  door.status = 202;
  expect(await again(20)).toBe(2);
  expect(await again(30)).toBe(3);
  expect(await again(40)).toBe(3);
  const taken = deliveries.filter(({ response }) => response?.status === 202).map(({ guid }) => guid);
  expect(new Set(taken)).toEqual(new Set(deliveries.map(({ guid }) => guid)));
});
