import { expect, test } from "vitest";
import { ForgeAway } from "../../forge/forge-outcome.ts";
import { ContextPiece } from "../../task/context-piece.ts";
import { memoryForge } from "../../testing/forge/memory-forge.ts";
import type { Step } from "../step.ts";
import { readImages } from "./read-images.ts";

const URL = "https://forge.example/acme/shop";
const SHOT = "https://forge.example/user-attachments/assets/1";
const OTHER = "https://forge.example/user-attachments/assets/2";
const JPEG = Buffer.from("ffd8ffe0", "hex");

const author = { id: "7", login: "ada", class: "maintainer" } as const;
const piece = (id: string, text: string) =>
  ContextPiece.parse({ kind: "comment", id, author, createdAt: new Date(0), text });

function play({ sourceNumber = 12 as number | null, forge = memoryForge(URL) } = {}) {
  for (const address of [SHOT, OTHER]) {
    forge.images.set(address, JPEG);
  }
  const contextPayload = { title: "Fix it", body: `So: ![](${SHOT})`, pieces: [piece("comments:1", `![](${OTHER})`)] };
  const deps = { findForge: async () => forge, executions: { listForTask: async () => [] } };
  const step = { task: { id: "1", sourceNumber, contextPayload }, repo: { url: URL }, deps } as unknown as Step;
  return { forge, step };
}

test("an agent that is told of a task gets the images of all its texts as files", async () => {
  const { text, files } = await readImages(play().step, null);
  expect(files).toMatchObject([{ encoding: "base64" }, { encoding: "base64" }]);
  expect(files.map(({ name }) => name)).toEqual([
    expect.stringMatching(/^image-\w+\.jpg$/),
    expect.stringMatching(/^image-\w+\.jpg$/),
  ]);
  expect(text).toContain(`- ${SHOT} is /home/agent/context/${files[0]?.name}`);
});

test("one that goes on in its session gets those of what is new, under the names that it knows", async () => {
  const all = await readImages(play().step, null);
  const { step } = play();
  const { files } = await readImages(step, [piece("comments:1", `![](${OTHER})`)]);
  expect(files).toEqual(all.files.slice(1));
  expect(await readImages(step, [])).toEqual({ text: null, files: [] });
});

test("where the forge can't show them nothing is held up, and a task that is about nothing there asks for none", async () => {
  const { step, forge } = play();
  forge.next = { problem: { kind: "outage", reason: "502" }, isDone: false };
  expect(await readImages(step, null)).toEqual({ text: expect.stringContaining("couldn't be read"), files: [] });
  step.deps.findForge = () => Promise.reject(new ForgeAway({ kind: "outage", reason: "502" }));
  expect(await readImages(step, null)).toEqual({ text: expect.stringContaining("couldn't be read"), files: [] });
  expect(await readImages(play({ sourceNumber: null }).step, null)).toEqual({ text: null, files: [] });
});
