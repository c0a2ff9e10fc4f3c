import { expect, test } from "vitest";
import type { ContextPiece } from "../../task/context-piece.ts";
import { imageKindOf } from "./image-kind.ts";
import { picturedTexts } from "./pictured-texts.ts";
import { tellImages } from "./tell-images.ts";

const JPEG = Buffer.from("ffd8ffe000104a46494600", "hex");

test.each([
  ["89504e470d0a1a0a0000", "png"],
  ["ffd8ffe000104a464946", "jpg"],
  ["474946383961", "gif"],
  ["524946460000000057454250", "webp"],
  ["524946460000000057415645", null],
  ["3c68746d6c3e", null],
  ["3c73766720", null],
  ["", null],
])("bytes that begin with %s are of the kind %s", (hex, kind) => {
  expect(imageKindOf(Buffer.from(hex, "hex"))).toBe(kind);
});

test("texts that may show images are asked about with all their addresses, a check's log isn't", () => {
  const piece = { id: "comments:5", kind: "comment", text: '<IMG width=3 src="https://x.example/a.png">' };
  const log = { id: "check:6", kind: "check", text: "![](https://x.example/b.png)" };
  const linkOnly = { id: "comments:7", kind: "comment", text: "https://x.example/c.png" };
  const pieces = [piece, log, linkOnly] as unknown as ContextPiece[];
  expect(picturedTexts("![a](https://x.example/1.png) and [b]: <https://x.example/2>", pieces)).toEqual([
    { id: null, addresses: ["https://x.example/1.png", "https://x.example/2"] },
    { id: "comments:5", addresses: ["https://x.example/a.png"] },
  ]);
  expect(picturedTexts("![", [])).toEqual([]);
});

test("an image is a file of the kind that it is, by a name that stays, and what isn't one is named with why", () => {
  const read = { kind: "read", bytes: JPEG } as const;
  const page = { kind: "read", bytes: Buffer.from("<html>") } as const;
  const told = tellImages([
    { address: "https://x.example/shot.png", found: read },
    { address: "https://x.example/page.png", found: page },
    { address: "https://evil.example/a.png`now", found: { kind: "elsewhere" } },
    { address: "https://x.example/shot.png", found: { kind: "beyond" } },
  ]);
  const [file, ...others] = told.files;
  expect(others).toEqual([]);
  expect(file).toEqual({
    name: expect.stringMatching(/^image-\w{10}\.jpg$/),
    text: JPEG.toString("base64"),
    encoding: "base64",
  });
  expect(told.text).toContain(`- https://x.example/shot.png is /home/agent/context/${file?.name}`);
  expect(told.text).toContain("- https://x.example/page.png: neither PNG, JPEG, GIF nor WebP");
  expect(told.text).toContain("- https://evil.example/a.png_now: kept where nothing is read from");
  expect(tellImages([])).toEqual({ text: null, files: [] });
});

test("of many that aren't there the first twenty are named, and the others counted", () => {
  const found = { kind: "beyond" } as const;
  const images = Array.from({ length: 25 }, (_, index) => ({ address: `https://x.example/${index}`, found }));
  expect(tellImages(images).text).toMatch(/\/19: beyond the first 10 images or 15 MiB\n- and 5 more$/);
});
