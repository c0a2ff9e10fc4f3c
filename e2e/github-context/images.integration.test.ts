import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { ShownImage } from "@catalyst/core";
import { openConnections } from "@catalyst/github";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkOut, propose } from "../github-peer/testing/propose.ts";
import { type PlayedContext, playContext, SHOP } from "./testing/play-context.ts";

const JPEG = Buffer.from("ffd8ffe000104a46494600", "hex");
const MIB = 1024 * 1024;
let played: PlayedContext;
/** A host that isn't GitHub's: it may show what it likes, and to nobody of ours. */
let stranger: Server;
let asked = 0;

beforeEach(async () => {
  asked = 0;
  stranger = createServer((_, response) => {
    asked += 1;
    response.end(JPEG);
  });
  await new Promise<void>((resolve) => stranger.listen(0, "127.0.0.1", resolve));
  played = await playContext();
});
afterEach(async () => {
  stranger.closeAllConnections();
  await new Promise((resolve) => stranger.close(resolve));
  await played?.close();
});

const imageOf = (url: string) => `![what it looks like](${url})`;
const kindsOf = (images: readonly ShownImage[]) => images.map(({ found }) => found.kind);

test("a JPEG that was dropped into an issue as a PNG is read by no token, and told as what it is", async () => {
  const { peer, open, readImages } = played;
  const url = peer.site.attach(JPEG, "image/png");
  const number = await open("eve", { body: `It looks so:\n\n${imageOf(url)}` });
  expect(await readImages(number, [{ id: null, addresses: [url, "https://x.example/"] }])).toEqual([
    { address: url, found: { kind: "read", bytes: JPEG } },
  ]);
});

test("one of 50 MB, one elsewhere and one that leads elsewhere are named, and nobody asks there", async () => {
  const { peer, open, readImages } = played;
  const large = peer.site.attach(Buffer.alloc(50 * MIB, JPEG), "image/png");
  const elsewhere = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}/a.png`;
  const inner = peer.site.attach(JPEG, "image/png");
  const number = await open("eve", { body: [large, elsewhere, inner].map(imageOf).join("\n\n") });
  const location = "http://169.254.169.254/latest/meta-data";
  const name = inner.split("/").at(-1) ?? "";
  peer.meet({ path: new RegExp(`private-user-images.*${name}`), does: { status: 302, headers: { location } } });
  const images = await readImages(number, [{ id: null, addresses: [large, elsewhere, inner] }]);
  expect(kindsOf(images)).toEqual(["unread", "elsewhere", "unread"]);
  expect(asked).toBe(0);
});

test("an image that two texts show is read once", async () => {
  const { peer, open, comment, readImages } = played;
  const url = peer.site.attach(JPEG, "image/png");
  const number = await open("eve", { body: imageOf(url) });
  const id = `comments:${await comment("ada", number, `As here:\n\n${imageOf(url)}`)}`;
  const images = await readImages(number, [
    { id: null, addresses: [url] },
    { id, addresses: [url] },
  ]);
  expect(images.map(({ address, found }) => [address, found.kind])).toEqual([[url, "read"]]);
});

test("what came into a text after it was asked for isn't read", async () => {
  const { peer, open, ask, readImages } = played;
  const [before, after] = [peer.site.attach(JPEG, "image/jpeg"), peer.site.attach(JPEG, "image/jpeg")];
  const number = await open("eve", { body: imageOf(before) });
  const path = "PATCH /repos/{owner}/{repo}/issues/{issue_number}";
  await ask("eve").request(path, { ...SHOP, issue_number: number, body: [after, before].map(imageOf).join(" ") });
  const images = await readImages(number, [{ id: null, addresses: [before] }]);
  expect(images.map(({ address }) => address)).toEqual([before]);
});

test("images of comments, of threads about lines and of reviews are read, ten and 15 MiB in all", async () => {
  const { peer, ask, comment, readImages } = played;
  const commit = await (await checkOut(peer, "ada", "acme/shop")).push("mend", { "sum.js": "a + b\n" });
  const { number } = await propose(peer, "ada", { name: "acme/shop", head: "mend" });
  const large = Buffer.concat([JPEG, Buffer.alloc(3 * MIB - JPEG.length)]);
  const attach = (count: number, bytes: Buffer) =>
    Array.from({ length: count }, () => peer.site.attach(bytes, "image/png"));
  const [said, seen, judged] = [attach(6, large), attach(2, JPEG), attach(5, JPEG)];
  const bodyOf = (urls: string[]) => urls.map(imageOf).join("\n\n");
  const at = { ...SHOP, pull_number: number, commit_id: commit };
  const commentId = await comment("eve", number, bodyOf(said));
  const place = { path: "sum.js", line: 1, side: "RIGHT" as const, body: bodyOf(seen) };
  const thread = await ask("tom").request("POST /repos/{owner}/{repo}/pulls/{pull_number}/comments", {
    ...at,
    ...place,
  });
  const review = await ask("tom").request("POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews", {
    ...at,
    ...{ event: "COMMENT", body: bodyOf(judged) },
  });
  const images = await readImages(number, [
    { id: `comments:${commentId}`, addresses: said },
    { id: `thread:${thread.data.id}`, addresses: seen },
    { id: `reviews:${review.data.id}`, addresses: judged },
  ]);
  expect(kindsOf(images)).toEqual([
    ...["read", "read", "read", "read", "read", "beyond"],
    ...["beyond", "beyond"],
    ...["beyond", "beyond", "beyond", "beyond", "beyond"],
  ]);
});

test("an image that never ends is waited for as long as was said, and one that begins too slowly too", async () => {
  const gate = Promise.withResolvers<void>();
  stranger.removeAllListeners("request");
  stranger.on("request", async ({ url }, response) => {
    if (url === "/never-begins") {
      await gate.promise;
    }
    response.write(JPEG);
  });
  const connections = openConnections({ isPrivateAllowed: true });
  const { port } = stranger.address() as AddressInfo;
  const bounds = { max: MIB, isEndWanted: false, milliseconds: 200 };
  const read = (path: string) => connections.readKept(new URL(`http://127.0.0.1:${port}${path}`), bounds);
  expect(await Promise.all([read("/never-ends"), read("/never-begins")])).toEqual([null, null]);
  gate.resolve();
  await connections.close();
});

test("texts and images that are gone hold nothing up", async () => {
  const { peer, open, readImages } = played;
  const url = peer.site.attach(JPEG, "image/png");
  const number = await open("eve", { body: imageOf(url) });
  const unread = [{ address: url, found: { kind: "unread" } }];
  for (const id of ["comments:999999", "thread:999999", "reviews:999999", "linked:999999", "check:1", "odd"]) {
    expect(await readImages(number, [{ id, addresses: [url, "https://x.example/"] }])).toEqual(unread);
  }
  peer.meet({ path: /\/issues\/\d+$/, does: { status: 502 } });
  expect(await readImages(number, [{ id: null, addresses: [url] }])).toEqual(unread);
});
