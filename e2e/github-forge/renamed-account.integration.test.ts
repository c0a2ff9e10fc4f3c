import { afterEach, beforeEach, expect, test } from "vitest";
import { type PlayedGitHub, playPeer } from "./testing/play-peer.ts";

let played: PlayedGitHub;
beforeEach(async () => {
  played = await playPeer();
});
afterEach(() => played.close());

const find = async (account: { id: string; login: string }) => {
  const { forge, repo } = played;
  return forge.findPermission({ repo, account });
};

test("who is called otherwise since they asked may what they may, and who took their name nothing for it", async () => {
  const { peer, writer } = played;
  peer.site.renameAccount("ada", "ada-lovelace");
  expect(await find(writer)).toEqual({ kind: "made", permission: "write" });
  peer.site.renameAccount("acme", "ada");
  expect(await find(writer)).toEqual({ kind: "made", permission: "write" });
  expect(await find({ ...writer, id: `9${writer.id}` })).toEqual({ kind: "made", permission: "none" });
});

test("who may not write any more and was renamed since may no more than they may by now", async () => {
  const { peer, writer } = played;
  peer.site.renameAccount("ada", "ada-lovelace");
  peer.repository("acme/shop").roles.clear();
  expect(await find(writer)).toEqual({ kind: "made", permission: "none" });
});
