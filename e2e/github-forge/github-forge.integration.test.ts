import { forgeContract } from "@catalyst/core/testing/forge.contract";
import { afterEach } from "vitest";
import { type PlayedGitHub, playPeer } from "./testing/play-peer.ts";

let played: PlayedGitHub | null = null;

afterEach(async () => {
  await played?.close();
  played = null;
});

forgeContract("GitHub", async () => {
  played = await playPeer();
  return played;
});
