import { afterEach, beforeEach, expect, test } from "vitest";
import { makePeer, type Peer } from "../make-peer.ts";
import { askAsPerson } from "../testing/ask.ts";
import { compareRecordings, playStory } from "./play-story.ts";

const SHOP = { owner: "ada", repo: "shop" };
let peer: Peer;

beforeEach(async () => {
  peer = await makePeer({ people: ["ada"], repositories: { "ada/shop": { files: { "sum.ts": "a\n" } } } });
});

afterEach(() => peer.close());

test("the story that is recorded at a real GitHub is played to its end at the peer", async () => {
  const recorded = await playStory(askAsPerson(peer, "ada"), SHOP);
  const statuses = Object.fromEntries(recorded.map(({ name, status }) => [name, status]));
  expect(statuses).toMatchObject({ issue: 201, "no lock": 404, again: 422, pull: 201, second: 422 });
  expect(statuses).toMatchObject({ review: 200, outside: 422, "own approval": 422, merge: 200 });
  expect(recorded.find(({ name }) => name === "issue")?.shape).toMatchObject({ number: "number", title: "string" });
});

test("two recordings differ by status and by keys that one has alone, and not by what is empty", () => {
  const one = [{ name: "a", status: 200, shape: { id: "number", body: "null", own: "string" } }];
  const other = [{ name: "a", status: 201, shape: { id: "string", body: "string" } }];
  expect(compareRecordings(one, other)).toEqual([
    "a: 200 and 201",
    'a/id: "number" and "string"',
    "a/own is there once only",
  ]);
  expect(compareRecordings(one, one)).toEqual([]);
});
